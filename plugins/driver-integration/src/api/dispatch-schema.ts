import { gql } from 'graphql-tag';

/** Status of the dispatch system. */
export const dispatchSchema = gql`
  type DriverDispatchStatus {
    "Deliveries of the active channel; in the default channel, of all channels"
    states: [DriverDeliveryStateCount!]!
    engine: DispatchEngineStatus!
  }

  type DriverDeliveryStateCount {
    state: DriverDeliveryState!
    count: Int!
    "When the oldest of them was created"
    oldestAt: DateTime!
  }

  type DispatchEngineStatus {
    "up, degraded or down; also down if it does not respond"
    status: String!
    database: String
    redis: String
    queue: String
    "Types of the open alerts"
    warnings: [String!]!
    "Why the engine does not respond"
    problem: String
  }

  "State of this shop's webhook endpoint in the engine"
  type DispatchWebhookEndpoint {
    "active; failing; stopped: this shop answered 410, and no events are sent until the endpoint is resumed"
    state: String!
    since: DateTime!
    consecutiveFailures: Int!
    lastError: String
    "Number of unsent events"
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

  "An event that is not sent any more unless it is replayed. It blocks the later events of its delivery"
  type DriverDeliveryDeadLetter {
    eventId: String!
    engineDeliveryId: String!
    "Null if the shop does not have this delivery"
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

  "A delivery of the engine whose submission key this shop does not know, for example after a restore"
  type UnmatchedDriverDelivery {
    engineDeliveryId: String!
    submissionKey: String!
    "As submitted to the engine. This shop may have another order with the same id"
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
    "Default channel only"
    dispatchWebhookEndpoint: DispatchWebhookEndpoint!
    "The open alerts: alerts of the engine first, then newest first. Default channel only"
    dispatchAlerts: [DispatchAlert!]!
    "Oldest first. Of the active channel; in the default channel, of all channels"
    driverDeliveryDeadLetters(take: Int, skip: Int): DriverDeliveryDeadLetterPage!
    "Latest found first. Of the active channel; in the default channel, of all channels"
    unmatchedDriverDeliveries(take: Int, skip: Int): UnmatchedDriverDeliveryPage!
  }

  extend type Mutation {
    "Sends one dead letter again, or in the default channel all of them. Returns their number"
    replayDriverDeliveryDeadLetters(eventId: String): Int!
    "Resumes the endpoint after a 410 and sends all unsent events. Default channel only"
    resumeDispatchWebhookEndpoint: DispatchWebhookEndpoint!
  }
`;
