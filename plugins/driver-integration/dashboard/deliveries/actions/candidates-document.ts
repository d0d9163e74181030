import { graphql, type ResultOf } from '../../graphql/graphql';

export const candidatesDocument = graphql(`
  query DriverDeliveryCandidates($id: ID!, $driverId: String) {
    driverDeliveryCandidates(id: $id, driverId: $driverId) {
      driver {
        driverId
        name
        vehicle
      }
      distanceMetres
      eta
      unavailableReason
    }
  }
`);

export type DeliveryCandidate = ResultOf<typeof candidatesDocument>['driverDeliveryCandidates'][number];
