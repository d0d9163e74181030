import { gql } from 'graphql-tag';
import { dispatchSchema } from './dispatch-schema';
import { driverSchema } from './driver-schema';
import { deliverySchema, orderSchema } from './shop-schema';

export const adminSchema = gql`
  ${deliverySchema}
  ${orderSchema}
  ${driverSchema}
  ${dispatchSchema}

  type DriverDelivery implements Node {
    id: ID!
    createdAt: DateTime!
    updatedAt: DateTime!
    "Null without the permission to read orders"
    order: Order
    orderCode: String!
    state: DriverDeliveryState!
    "Why the delivery does not go on, or else the mismatch"
    problem: String
    "In what the engine was found to have other than the shop; a retry takes it for seen"
    mismatch: String
    "Which of the order's deliveries this is, from 1: one that failed or was cancelled may be followed by another"
    attempt: Int!
    "All deliveries of the order, the first attempt first"
    attempts: [DriverDelivery!]!
    "Where it is picked up; null until that is known"
    pickup: DriverDeliveryPlace
    "Where it is handed over; null until that is known"
    dropoff: DriverDeliveryPlace
    "When it can be fetched: marked so, or by the store's preparation time; null until that is known"
    readyAt: DateTime
    "Whether it waits to be marked ready. Loads the order: for one delivery, not for lists"
    mayBeMarkedReady: Boolean!
    "Whether its drop-off is what it waits for: not located, and not for want of the store's place"
    mayBePlaced: Boolean!
    "Whether another driver may be given it: where the shop allows that, until it is picked up"
    mayBeReassigned: Boolean!
    "When the driver is expected at the door; null without a driver, and at the end. Asks the engine: for one delivery, not for lists"
    expectedAt: DateTime
    "What the engine has of it: each step with who took it, and the decision behind each assignment. Asks the engine: for one delivery, not for lists"
    engine: DriverDeliveryInEngine!
    engineDeliveryId: String
    "Sequence of the last event that was applied"
    sequence: Int!
    driverId: String
    driverName: String
    driverPhone: String
    vehicle: String
    "Driver to pickup when assigned, great circle, in metres"
    distanceMetres: Float
    "Until when the engine holds it, as its order is ready much later; past or null where a driver is looked for"
    heldUntil: DateTime
    submittedAt: DateTime
    cancelRequestedAt: DateTime
    "Why people have called it off, where they have"
    cancelReason: String
    "Why the engine has refused to cancel it"
    cancelRefusal: String
    unassignedAt: DateTime
    assignedAt: DateTime
    pickedUpAt: DateTime
    deliveredAt: DateTime
    failureCode: String
    "Since when it should have been picked up, or have ended; null unless the engine has raised an alert"
    noProgressSince: DateTime
    "When its driver was last heard from; null unless the engine has raised an alert"
    driverSilentSince: DateTime
    "Dispatcher who ended it; null where its driver did"
    endedBy: String
    "Reason that this dispatcher gave"
    endReason: String
    proof: DriverDeliveryProof
    "By which everybody who has it may follow the delivery in the Shop API"
    trackingCode: String
    "The engine's events as they were applied, in their sequence"
    events: [DriverDeliveryEvent!]!
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

  "A delivery as the engine has it"
  type DriverDeliveryInEngine {
    "Why the engine could not be asked, or does not have the delivery; all else is empty then"
    problem: String
    state: DriverDeliveryState
    sequence: Int
    "How far from the store a driver may be, in metres"
    searchRadiusMetres: Float
    "When a waiting delivery is tried again at the latest"
    nextAttemptAt: DateTime
    "How often the receiver's code was told wrong lately"
    failedPinAttempts: Int!
    "Until when no code is taken, after too many that were wrong; null where they are"
    codeLockedUntil: DateTime
    timeline: [DriverDeliveryStep!]!
    "The oldest first"
    assignments: [DriverDeliveryAssignment!]!
  }

  type DriverDeliveryStep {
    eventId: String!
    "0 is the acceptance"
    sequence: Int!
    type: String!
    state: DriverDeliveryState!
    "vendure, engine, driver:<id> or operator:<who>"
    actor: String!
    data: JSON!
    at: DateTime!
    "When this shop confirmed to be told of it"
    acknowledgedAt: DateTime
    sendAttempts: Int!
    lastError: String
    "Since when it is no longer tried: a dead letter"
    deadAt: DateTime
  }

  enum DriverProposalSource {
    REDIS
    POSTGRES
    OPERATOR
  }

  "An assignment, and the decision behind it"
  type DriverDeliveryAssignment {
    driverId: String!
    driverName: String!
    "Driver to pickup, great circle, in metres"
    distanceMetres: Float!
    "Where the candidates came from: the index, the database, or a person"
    source: DriverProposalSource!
    "Who has chosen the driver by hand"
    operator: String
    assignedAt: DateTime!
    releasedAt: DateTime
    "The nearest who were looked at, nearest first; after them those who were refused"
    considered: [RecordedCandidate!]!
  }

  """
  CHOSEN. REFUSED: proposed, but not to be had when the two were to be joined; statusThen says why. GIVEN_ELSEWHERE:
  nearer, and given in the same moment to a delivery that was nearer still. FARTHER: free, and farther away.
  """
  enum RecordedCandidateOutcome {
    CHOSEN
    REFUSED
    GIVEN_ELSEWHERE
    FARTHER
  }

  type RecordedCandidate {
    "From a seller's channel the chosen driver's only, as the name"
    driverId: String
    name: String
    "Driver to pickup in metres; null of one who was refused"
    distanceMetres: Float
    outcome: RecordedCandidateOutcome!
    "How the driver was when the decision was made"
    statusThen: DriverStatus
    "The same in words"
    reason: String!
  }

  type DriverDeliveryEvent {
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

  "Generated by Vendure from the fields of DriverDelivery; not by vehicle or proof"
  input DriverDeliveryListOptions

  "How a dispatcher ends a delivery. DELIVERED: DELIVERED. FAILED, RETURNED_TO_STORE: FAILED, the latter with that failure code"
  enum DriverDeliveryOutcome {
    DELIVERED
    FAILED
    RETURNED_TO_STORE
  }

  "WGS 84 degrees"
  input DriverDeliveryPointInput {
    lat: Float!
    lon: Float!
  }

  extend type Query {
    "The deliveries of the active channel; those of every channel from the default one"
    driverDeliveries(options: DriverDeliveryListOptions): DriverDeliveryList!
    driverDelivery(id: ID!): DriverDelivery
    "Those of them that need people: not located, refused, without a driver for too long, without progress, with a silent driver, failed, or in mismatch with the engine. problem, noProgressSince or driverSilentSince says why"
    stuckDriverDeliveries(options: DriverDeliveryListOptions): DriverDeliveryList!
  }

  extend type Mutation {
    "Tries again at once what holds a delivery up: its places, or its hand-over. One that the engine has stays as it is, its mismatch is taken for seen"
    retryDriverDelivery(id: ID!): DriverDelivery!
    "Says that a delivery which is NOT_READY can be fetched, where the shop's readiness strategy goes by that"
    markDriverDeliveryReady(id: ID!): DriverDelivery!
    "Sends an order out once more whose delivery failed or was cancelled, as a new delivery, which is returned; looks for a driver at once for one that waits, with pickup and drop-off rebuilt; tries again what was parked"
    redispatchDriverDelivery(id: ID!): DriverDelivery!
    "Calls a delivery off until it is picked up; the order itself is left alone. Not one that the engine has otherwise: end it"
    cancelDriverDelivery(id: ID!, reason: String): DriverDelivery!
    "Gives a waiting delivery a driver by hand, however far away. The delivery is ASSIGNED here as soon as the engine's event arrives"
    assignDriverDelivery(id: ID!, driverId: String!): DriverDelivery!
    "Moves a delivery that is not picked up yet from its driver, fromDriverId, to another, however far away; where the shop and the engine allow it. The new driver is known here as soon as the engine's event arrives"
    reassignDriverDelivery(id: ID!, driverId: String!, fromDriverId: String!): DriverDelivery!
    "Ends a delivery that is PENDING, ASSIGNED or PICKED_UP, with a reason; its driver is released. The delivery ends here as soon as the engine's event arrives; at once where the engine has lost the delivery or has it in an earlier state"
    endDriverDelivery(id: ID!, outcome: DriverDeliveryOutcome!, reason: String!): DriverDelivery!
    "Forgets the wrong codes that a delivery's driver has told: codes are taken again at once"
    resetDriverDeliveryCodes(id: ID!): DriverDelivery!
    "Sets where a delivery that could not be located is handed over, and tries again"
    setDriverDeliveryDropoff(id: ID!, point: DriverDeliveryPointInput!): DriverDelivery!
  }
`;
