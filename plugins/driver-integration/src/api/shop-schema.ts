import { vehicleSchema } from '@driver-dispatch/contract';
import { gql } from 'graphql-tag';
import { DRIVER_DELIVERY_STATES } from '../deliveries/driver-delivery-state';
import { DRIVER_DELIVERY_HISTORY } from '../deliveries/history-entry';

/** Types of both APIs. */
export const deliverySchema = gql`
  """
  NOT_READY: paid, but not ready for pickup. NOT_LOCATED: pickup or drop-off is not located. SUBMITTING: not yet accepted by
  the engine. REFUSED: rejected by the engine as invalid. PENDING: no driver assigned yet.
  """
  enum DriverDeliveryState {
    ${DRIVER_DELIVERY_STATES.join('\n    ')}
  }

  enum DriverVehicleKind {
    ${vehicleSchema.shape.kind.options.join('\n    ')}
  }

  "WGS 84 degrees"
  type DriverDeliveryPoint {
    lat: Float!
    lon: Float!
  }

  "Proof of delivery"
  type DriverDeliveryProof {
    "photo, signature, pin, in_person, or dispatcher: a dispatcher ended the delivery"
    kind: String!
    "Person who signed or received the order"
    receivedBy: String
    "Image of the photo or signature"
    imageUrl: String
  }

  extend enum HistoryEntryType {
    ${DRIVER_DELIVERY_HISTORY}
  }
`;

export const orderSchema = gql`
  extend type Order {
    "The latest delivery of this order. An order of several sellers has one for each seller: see deliveries"
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
    vehicle: DriverVehicleKind
    "Driver to pickup when assigned, great circle, in metres"
    distanceMetres: Float
    createdAt: DateTime!
    assignedAt: DateTime
    pickedUpAt: DateTime
    deliveredAt: DateTime
    "Grants its holder access to trackDriverDelivery without signing in, for example as a link in an e-mail"
    trackingCode: String
    tracking: DriverDeliveryTracking!
    "The delivery PIN that the receiver gives the driver. For the signed-in customer of the order only; null for others, without a PIN and after the end of the delivery"
    pin: String
  }

  "Public tracking data of a delivery, without data that identifies the order or names the customer"
  type DriverDeliveryTracking {
    state: DriverDeliveryState!
    storeName: String
    storePhone: String
    storePoint: DriverDeliveryPoint
    "Destination; null after the end of the delivery"
    dropoffPoint: DriverDeliveryPoint
    items: [DriverDeliveryItem!]!
    "First name only"
    driverName: String
    vehicle: DriverVehicleKind
    "Location of the driver between pickup and drop-off; null if it is older than locationMaxAgeSeconds"
    location: DriverDeliveryLocation
    "ETA at the drop-off; null without a driver and after the end"
    eta: DateTime
    assignedAt: DateTime
    pickedUpAt: DateTime
    deliveredAt: DateTime
    proof: DriverDeliveryProof
  }

  "Goods of a delivery"
  type DriverDeliveryItem {
    "Name of the product variant in the language of the request"
    name: String!
    quantity: Int!
  }

  type DriverDeliveryLocation {
    "WGS 84 degrees"
    point: DriverDeliveryPoint!
    "When the driver's device measured it"
    at: DateTime!
  }

  extend type Query {
    "The delivery of a tracking code; null for an unknown code, and codeValidDays after the end of the delivery"
    trackDriverDelivery(code: String!): DriverDeliveryTracking
    "The delivery PIN for the holder of its secret; null for an unknown secret and after the end of the delivery"
    driverDeliveryPin(secret: String!): String
  }
`;
