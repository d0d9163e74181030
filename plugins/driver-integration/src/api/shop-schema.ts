import { gql } from 'graphql-tag';
import { DRIVER_DELIVERY_STATES } from '../delivery/driver-delivery-state';
import { DRIVER_DELIVERY_HISTORY } from '../delivery/history-entry';

/** What both APIs know of deliveries. */
export const deliverySchema = gql`
  """
  NOT_READY: paid, and not ready for a driver yet. NOT_LOCATED: pickup or drop-off is missing. SUBMITTING: on its way to the engine. REFUSED: the engine takes the
  order for wrong. PENDING: waits for a driver.
  """
  enum DriverDeliveryState {
    ${DRIVER_DELIVERY_STATES.join('\n    ')}
  }

  "WGS 84 degrees"
  type DriverDeliveryPoint {
    lat: Float!
    lon: Float!
  }

  "What shows that the goods were handed over"
  type DriverDeliveryProof {
    "photo, signature, code, handover, or dispatcher: who ended the delivery in the dashboard"
    kind: String!
    "Who has signed, or taken it"
    receivedBy: String
    "The photo, or the signature's"
    imageUrl: String
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
    "By which everybody who has it may follow the delivery, without being the customer: for the link in an e-mail"
    trackingCode: String
    tracking: DriverDeliveryTracking!
    "The delivery PIN, which the receiver tells the driver. For the signed-in customer of the order only; null for others, without a PIN and after the delivery's end"
    pin: String
  }

  "What may be followed of a delivery; nothing by which the order could be found"
  type DriverDeliveryTracking {
    state: DriverDeliveryState!
    storeName: String
    "First name only"
    driverName: String
    "Such as bicycle or car"
    vehicle: String
    "Where the driver is: between pick-up and drop-off only, and null when it is older than the shop allows"
    position: DriverDeliveryPosition
    "When the driver is expected at the door; null without a driver, and at the end"
    expectedAt: DateTime
    assignedAt: DateTime
    pickedUpAt: DateTime
    deliveredAt: DateTime
    proof: DriverDeliveryProof
  }

  type DriverDeliveryPosition {
    "WGS 84 degrees"
    point: DriverDeliveryPoint!
    "When the driver's device measured it"
    at: DateTime!
  }

  extend type Query {
    "The delivery of a tracking code; null for none, and some time after its end"
    trackDriverDelivery(code: String!): DriverDeliveryTracking
    "The delivery PIN for the holder of its secret; null for an unknown secret and after the delivery's end"
    driverDeliveryPin(secret: String!): String
  }
`;
