import { graphql } from '../../graphql/graphql';

/** The driver of a delivery, with the fields that the map shows. */
export const deliveryDriverDocument = graphql(`
  query DriverOfDelivery($driverId: String!) {
    driver(driverId: $driverId) {
      driverId
      name
      phone
      status
      vehicle
      seenAt
      point {
        lat
        lon
      }
    }
  }
`);
