import { graphql } from '../../graphql/graphql';

/** Who brings a delivery, as a map shows a driver. */
export const deliveryDriverDocument = graphql(`
  query DriverOfDelivery($driverId: String!) {
    driver(id: $driverId) {
      driverId
      name
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
