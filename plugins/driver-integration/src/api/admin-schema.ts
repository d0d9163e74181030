import {
  assignmentRecordSchema,
  deliveryOutcomeSchema,
  offerOutcomeSchema,
  recordedCandidateSchema,
} from '@driver-dispatch/contract';
import { gql } from 'graphql-tag';
import { CANCEL_REASONS } from '../deliveries/cancel-reason';
import { dispatchSchema } from './dispatch-schema';
import { driverSchema } from './driver-schema';
import { errorSchema } from './error-schema';
import { deliverySchema, orderSchema } from './shop-schema';

export const adminSchema = gql`
  ${deliverySchema}
  ${orderSchema}
  ${driverSchema}
  ${dispatchSchema}
  ${errorSchema}

  type DriverDelivery implements Node {
    id: ID!
    createdAt: DateTime!
    updatedAt: DateTime!
    "Null without the permission to read orders"
    order: Order
    orderCode: String!
    "Receiver in the shipping address"
    customerName: String
    "Street of the shipping address"
    dropoffStreet: String
    "Name of the pickup; null until it is located"
    storeName: String
    state: DriverDeliveryState!
    "Why the delivery can't proceed, or else the mismatch with the engine"
    problem: DriverDispatchProblem
    "Code of the problem, without a mismatch; for filters"
    problemCode: DriverDispatchProblemCode
    "How the engine differs from the shop. A retry clears it until it is found again"
    mismatch: DriverDispatchProblemCode
    "Number of this delivery among the deliveries of its order: 1 for the first, 2 for the first redelivery"
    redeliveryNumber: Int!
    "All deliveries of the order, by redeliveryNumber"
    orderDeliveries: [DriverDelivery!]!
    "Null until it is located"
    pickup: DriverDeliveryPlace
    "Null until it is located"
    dropoff: DriverDeliveryPlace
    "What the order requires of its driver; null for nothing"
    requirements: DriverDeliveryRequirements
    "When the order was marked ready, or will be ready by the store's preparation time; null until that is known"
    readyAt: DateTime
    "Whether markDriverDeliveryReady is possible. Loads the order: do not use it in long lists"
    canBeMarkedReady: Boolean!
    "Whether setDriverDeliveryDropoff is needed: the drop-off is not located"
    canSetDropoff: Boolean!
    "Whether reassignDriverDelivery is possible: enabled in the shop, and before pickup"
    canBeReassigned: Boolean!
    "When the shop has promised the drop-off; null until the pickup is located, or without a promise"
    promisedAt: DateTime
    "ETA at the drop-off; null without a driver and after the end. Calls the engine once for all deliveries of a list"
    eta: DateTime
    "The engine's data: events, assignments and candidates. Calls the engine: do not use it in long lists"
    engine: DriverDeliveryInEngine!
    "The open offer of a PENDING delivery to a driver. Calls the engine once for all deliveries of a list"
    openOffer: DriverDeliveryOffer
    engineDeliveryId: String
    "Sequence of the last event that was applied"
    sequence: Int!
    driverId: String
    driverName: String
    driverPhone: String
    vehicle: DriverVehicleKind
    "Driver to pickup when assigned, great circle, in metres"
    distanceMetres: Float
    "The engine searches for a driver from this time on, as the order is ready later. Null or past: the search has started"
    heldUntil: DateTime
    submittedAt: DateTime
    cancelRequestedAt: DateTime
    "Administrator who cancelled the delivery; null if the order was cancelled"
    cancelledBy: String
    "Reason of this administrator, from the list"
    cancelReasonCode: DriverDeliveryCancelReason
    "Text of this administrator"
    cancelReason: String
    "Why the engine rejected the cancellation"
    cancelRefusal: DriverDispatchProblem
    unassignedAt: DateTime
    assignedAt: DateTime
    pickedUpAt: DateTime
    deliveredAt: DateTime
    failureCode: String
    "Start of the exceeded time limit (assignment, ready time or pickup); null unless the engine has raised an alert"
    noProgressSince: DateTime
    "Time of the last heartbeat or location of the driver; null unless the engine has raised an alert"
    driverSilentSince: DateTime
    "Since when the driver does not approach the store; null unless the engine has raised an alert"
    noShowSince: DateTime
    "Dispatcher who ended the delivery; null if the driver did"
    endedBy: String
    "Reason of this dispatcher, or the driver's note of a failure"
    endReason: String
    proof: DriverDeliveryProof
    "Grants its holder access to the tracking of the delivery in the Shop API"
    trackingCode: String
    "URL of the shopper's tracking page; null unless the shop has configured it"
    trackingUrl: String
    "The applied events of the engine, in sequence"
    timeline: [DriverDeliveryTimelineEntry!]!
  }

  "A driver must meet all of it"
  type DriverDeliveryRequirements {
    "The vehicle must be of one of these kinds; empty: any"
    vehicleKinds: [DriverVehicleKind!]!
    "The driver needs all of them"
    tags: [String!]!
    "Weight of the goods in grams"
    loadGrams: Int
  }

  type DriverDeliveryPlace {
    name: String
    point: DriverDeliveryPoint!
    street: String
    city: String
    postalCode: String
    phone: String
    instructions: String
  }

  "The engine's data of a delivery"
  type DriverDeliveryInEngine {
    "Why the engine returned no data; all other fields are empty then"
    problem: DriverDispatchProblem
    state: DriverDeliveryState
    sequence: Int
    "Maximum distance of a driver from the store, in metres"
    searchRadiusMetres: Float
    "Start of the search for a driver; may be in the future"
    waitingSince: DateTime
    "Time of the next search for a driver, at the latest"
    nextAttemptAt: DateTime
    "Number of recent failed PIN attempts"
    failedPinAttempts: Int!
    "No PIN is accepted until this time, after too many failed PIN attempts; null if PINs are accepted"
    pinLockedUntil: DateTime
    timeline: [DriverDeliveryStep!]!
    "Oldest first"
    assignments: [DriverDeliveryAssignment!]!
    "Between the dispatchers and the drivers, oldest first, at most the last 200"
    messages: [DriverDeliveryMessage!]!
    "Oldest first"
    offers: [DriverDeliveryOffer!]!
  }

  enum DriverOfferOutcome {
    ${offerOutcomeSchema.options.join('\n    ')}
  }

  "An offer of the delivery to a driver. In a seller's channel the driver is shown only if the offer was accepted"
  type DriverDeliveryOffer {
    offerId: String!
    driverId: String
    driverName: String
    "Driver to pickup, great circle, in metres"
    distanceMetres: Float!
    offeredAt: DateTime!
    "The driver can't accept it from this time on"
    endsAt: DateTime!
    "Null while the offer is open"
    outcome: DriverOfferOutcome
    endedAt: DateTime
    "Code of the reason why the driver declined it"
    declineReason: String
    "Text of the driver who declined it"
    declineNote: String
  }

  type DriverDeliveryStep {
    eventId: String!
    "0 is the acceptance"
    sequence: Int!
    type: String!
    state: DriverDeliveryState!
    "vendure, engine, driver:<id> or operator:<name>"
    actor: String!
    data: JSON!
    at: DateTime!
    "When this shop acknowledged the event"
    acknowledgedAt: DateTime
    sendAttempts: Int!
    lastError: DriverDispatchProblem
    "When the event became a dead letter"
    deadAt: DateTime
  }

  type DriverDeliveryMessage {
    messageId: String!
    "Driver who wrote or received it"
    driverId: String!
    "Dispatcher who wrote it; null for a message of the driver"
    operator: String
    "Null after it was erased"
    text: String
    sentAt: DateTime!
    "When the other side has read it"
    readAt: DateTime
    "Dispatcher who has read it; null for a message to the driver"
    readBy: String
  }

  enum DriverProposalSource {
    ${assignmentRecordSchema.shape.source.options.join('\n    ')}
  }

  "An assignment with its candidates"
  type DriverDeliveryAssignment {
    driverId: String!
    driverName: String!
    "Driver to pickup, great circle, in metres"
    distanceMetres: Float!
    "Where the candidates came from: the availability index, the database, or a dispatcher"
    source: DriverProposalSource!
    "Dispatcher of a manual assignment"
    operator: String
    assignedAt: DateTime!
    releasedAt: DateTime
    "Nearest first, then the ineligible drivers"
    candidates: [RecordedCandidate!]!
  }

  """
  CHOSEN: assigned to the delivery. INELIGIBLE: does not meet the requirements (see reason), or rejected at the assignment (see
  statusAtAssignment).
  ASSIGNED_ELSEWHERE: nearer, but assigned at the same time to a delivery that was nearer to the driver. FARTHER: available,
  but farther away.
  """
  enum RecordedCandidateOutcome {
    ${recordedCandidateSchema.shape.outcome.options.join('\n    ')}
  }

  type RecordedCandidate {
    "Null in a seller's channel unless the driver was chosen; the same applies to name"
    driverId: String
    name: String
    "Driver to pickup, in metres; null if rejected at the assignment"
    distanceMetres: Float
    outcome: RecordedCandidateOutcome!
    "Status of the driver at the time of the assignment"
    statusAtAssignment: DriverStatus
    "Requirement that an ineligible driver did not meet: vehicle_kind, missing_tag or load_capacity"
    reason: String
  }

  type DriverDeliveryTimelineEntry {
    id: ID!
    sequence: Int!
    type: String!
    at: DateTime!
    data: JSON!
  }

  type DriverDeliveryList implements PaginatedList {
    items: [DriverDelivery!]!
    totalItems: Int!
  }

  "Generated by Vendure from the fields of DriverDelivery; not by vehicle, proof, problem (but by problemCode) or cancelRefusal"
  input DriverDeliveryListOptions

  "Why an administrator cancels a delivery"
  enum DriverDeliveryCancelReason {
    ${CANCEL_REASONS.join('\n    ')}
  }

  """
  A driver for the manual assignment of a delivery. A driver with an unavailableReason can't be assigned
  """
  type DriverDeliveryCandidate {
    driver: Driver!
    "Driver to pickup, great circle, in metres; null if a location is unknown"
    distanceMetres: Float
    "ETA at the drop-off if the driver is assigned now; null if it is unknown, and for all but the nearest drivers"
    eta: DateTime
    "deactivated, busy, offline, no_location, other_channel, vehicle_kind, missing_tag or load_capacity; null: the driver can be assigned"
    unavailableReason: String
  }

  "Outcome of a delivery that a dispatcher ends. RETURNED_TO_STORE: FAILED with the failure code returned_to_store"
  enum DriverDeliveryOutcome {
    ${deliveryOutcomeSchema.options.join('\n    ')}
  }

  "WGS 84 degrees"
  input DriverDeliveryPointInput {
    lat: Float!
    lon: Float!
  }

  extend type Query {
    "Deliveries of the active channel; in the default channel, of all channels"
    driverDeliveries(options: DriverDeliveryListOptions): DriverDeliveryList!
    driverDelivery(id: ID!): DriverDelivery
    "Drivers for the manual assignment of a delivery: those who can be assigned, nearest first, then the others. At most 100 of each. driverId: this driver only"
    driverDeliveryCandidates(id: ID!, driverId: String): [DriverDeliveryCandidate!]!
    "Deliveries that need attention: not located, refused, without a driver for too long, without progress, without contact to the driver, failed, or with a mismatch. See problem, noProgressSince, driverSilentSince and noShowSince"
    stuckDriverDeliveries(options: DriverDeliveryListOptions): DriverDeliveryList!
  }

  extend type Mutation {
    "Retries now what blocks a delivery: its location or its submission. Clears the mismatch of a delivery that the engine has"
    retryDriverDelivery(id: ID!): DriverDelivery!
    "Marks a NOT_READY delivery as ready, if the shop's readiness strategy supports that"
    markDriverDeliveryReady(id: ID!): DriverDeliveryResult!
    "FAILED or CANCELLED: creates and returns a redelivery of the order. PENDING: updates pickup and drop-off and searches for a driver now. Not submitted yet: locates and submits it again"
    redispatchDriverDelivery(id: ID!): DriverDeliveryResult!
    "Cancels a delivery before pickup. The order is not changed. A delivery that is out of sync with the engine can only be ended"
    cancelDriverDelivery(id: ID!, reasonCode: DriverDeliveryCancelReason, reason: String): DriverDeliveryResult!
    "Assigns a driver to a PENDING delivery, at any distance. The delivery is ASSIGNED when the engine's event arrives"
    assignDriverDelivery(id: ID!, driverId: String!): DriverDeliveryResult!
    "Reassigns a delivery before pickup from fromDriverId to another driver, at any distance; must be enabled in shop and engine. The new driver is shown when the engine's event arrives"
    reassignDriverDelivery(id: ID!, driverId: String!, fromDriverId: String!): DriverDeliveryResult!
    "Ends a PENDING, ASSIGNED or PICKED_UP delivery with a reason and releases its driver. The delivery ends when the engine's event arrives, or at once if the engine has lost the delivery or has it in an earlier state"
    endDriverDelivery(id: ID!, outcome: DriverDeliveryOutcome!, reason: String!): DriverDeliveryResult!
    "Resets the failed PIN attempts of a delivery. The driver may enter the PIN again at once"
    resetDriverDeliveryPinAttempts(id: ID!): DriverDeliveryResult!
    "Sends a message of at most 500 characters to the driver of an ASSIGNED or PICKED_UP delivery"
    sendDriverDeliveryMessage(id: ID!, text: String!): DriverDeliveryResult!
    "Records that the active administrator has read messages of the driver"
    markDriverDeliveryMessagesRead(id: ID!, messageIds: [String!]!): DriverDeliveryResult!
    "Sets the drop-off of a delivery that could not be located, and submits it"
    setDriverDeliveryDropoff(id: ID!, point: DriverDeliveryPointInput!): DriverDeliveryResult!
  }
`;
