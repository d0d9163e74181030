import { gql } from 'graphql-tag';

/** How dispatch does as a whole. */
export const dispatchSchema = gql`
  type DriverDispatchStatus {
    "The active channel's deliveries; those of every channel from the default one"
    states: [DriverDeliveryStateCount!]!
    engine: DispatchEngineStatus!
  }

  type DriverDeliveryStateCount {
    state: DriverDeliveryState!
    count: Int!
    "When the oldest of them was made"
    oldestAt: DateTime!
  }

  type DispatchEngineStatus {
    "up, degraded or down; down too when it does not answer"
    status: String!
    database: String
    redis: String
    queue: String
    "Types of the open alerts"
    warnings: [String!]!
    "Why the engine does not answer"
    problem: String
  }

  "How the engine's way to this shop does"
  type DispatchWebhookEndpoint {
    "active; failing; stopped: this shop has answered 410, and is told of nothing until it is resumed"
    state: String!
    since: DateTime!
    consecutiveFailures: Int!
    lastError: String
    "Events this shop is yet to be told of"
    unsent: Int!
    deadLetters: Int!
  }

  type DispatchAlert {
    id: String!
    type: String!
    raisedAt: DateTime!
    "The engine's id of the delivery that makes no progress; null for an alert of the engine"
    engineDeliveryId: String
    details: JSON!
  }

  "An event that this shop will not be told of unless it is replayed; it holds back the later ones of its delivery"
  type DriverDeliveryDeadLetter {
    eventId: String!
    engineDeliveryId: String!
    "Null where the shop knows no such delivery"
    delivery: DriverDelivery
    orderCode: String
    sequence: Int!
    type: String!
    at: DateTime!
    deadAt: DateTime!
    attempts: Int!
    lastError: String
  }

  type DriverDeliveryDeadLetterPage {
    items: [DriverDeliveryDeadLetter!]!
    totalItems: Int!
  }

  "A delivery of the engine whose submission key this shop does not know, as after a restore"
  type UnmatchedDriverDelivery {
    engineDeliveryId: String!
    submissionKey: String!
    "As the engine was sent them: this shop may have another order under the same id"
    sellerOrderId: String!
    orderCode: String!
    state: String!
    driverId: String
    createdAt: DateTime!
    unmatchedSince: DateTime!
  }

  type UnmatchedDriverDeliveryPage {
    items: [UnmatchedDriverDelivery!]!
    totalItems: Int!
  }

  extend type Query {
    driverDispatchStatus: DriverDispatchStatus!
    "From the default channel only"
    dispatchWebhookEndpoint: DispatchWebhookEndpoint!
    "The open alerts, those of the engine first, then the newest; from the default channel only"
    dispatchAlerts: [DispatchAlert!]!
    "The oldest first; of the active channel, or of all from the default one"
    driverDeliveryDeadLetters(take: Int, skip: Int): DriverDeliveryDeadLetterPage!
    "The latest found first; of the active channel, or of all from the default one"
    unmatchedDriverDeliveries(take: Int, skip: Int): UnmatchedDriverDeliveryPage!
  }

  extend type Mutation {
    "Has one dead letter told again, or all from the default channel; says how many"
    replayDriverDeliveryDeadLetters(eventId: String): Int!
    "After a 410: all that is unsent is told at once. From the default channel only"
    resumeDispatchWebhookEndpoint: DispatchWebhookEndpoint!
  }
`;
