import { graphql } from '../../graphql/graphql';
import { mapDriverFragment } from '../../map/map-fragments';

/** The driver of a delivery, with the fields that the map shows. */
export const deliveryDriverDocument = graphql(
  `
    query DriverOfDelivery($driverId: String!) {
      driver(driverId: $driverId) {
        ...MapDriver
      }
    }
  `,
  [mapDriverFragment],
);
