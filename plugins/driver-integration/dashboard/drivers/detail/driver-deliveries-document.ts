import { graphql } from '../../graphql/graphql';
import { mapDeliveryFragment } from '../../map/map-fragments';

/** The current deliveries of a driver with the fields of the map, and the latest ended ones. */
export const driverDeliveriesDocument = graphql(
  `
    query DeliveriesOfDriver($driverId: String!) {
      current: driverDeliveries(
        options: {
          filter: { driverId: { eq: $driverId }, state: { in: ["ASSIGNED", "PICKED_UP"] } }
          sort: { assignedAt: ASC }
        }
      ) {
        items {
          ...DeliveryOfDriver
          ...MapDelivery
        }
      }
      past: driverDeliveries(
        options: {
          filter: { driverId: { eq: $driverId }, state: { in: ["DELIVERED", "FAILED", "CANCELLED"] } }
          sort: { createdAt: DESC }
          take: 20
        }
      ) {
        items {
          ...DeliveryOfDriver
        }
        totalItems
      }
    }

    fragment DeliveryOfDriver on DriverDelivery {
      id
      createdAt
      orderCode
      state
      storeName
      customerName
      promisedAt
      eta
      deliveredAt
    }
  `,
  [mapDeliveryFragment],
);
