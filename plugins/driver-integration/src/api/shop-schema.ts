import { gql } from 'graphql-tag';
import { DRIVER_DELIVERY_STATES } from '../delivery/driver-delivery-state';
import { DRIVER_DELIVERY_HISTORY } from '../delivery/history-entry';

/** What both APIs know of deliveries. */
export const deliverySchema = gql`
  """
  NOT_LOCATED: pickup or drop-off is missing. HANDOVER: on its way to the engine. REFUSED: the engine takes the
  order for wrong. PENDING: waits for a driver.
  """
  enum DriverDeliveryState {
    ${DRIVER_DELIVERY_STATES.join('\n    ')}
  }

  extend enum HistoryEntryType {
    ${DRIVER_DELIVERY_HISTORY}
  }
`;

export const orderSchema = gql`
  extend type Order {
    "The delivery of this order by a driver; an order of several sellers has one for each: see deliveries"
    delivery: DriverDelivery
    "The deliveries of this order, or of the seller orders it was split into"
    deliveries: [DriverDelivery!]!
  }
`;

export const shopSchema = gql`
  ${deliverySchema}
  ${orderSchema}

  type DriverDelivery {
    id: ID!
    orderCode: String!
    state: DriverDeliveryState!
    "First name only"
    driverName: String
    "Such as bicycle or car"
    vehicle: String
    "Driver to pickup when assigned, great circle, in metres"
    distanceMetres: Float
    createdAt: DateTime!
    assignedAt: DateTime
    pickedUpAt: DateTime
    deliveredAt: DateTime
  }
`;
