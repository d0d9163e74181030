import { graphql, type ResultOf } from '../graphql/graphql';

export const engineStatusDocument = graphql(`
  query DispatchEngineStatus {
    driverDispatchStatus {
      engine {
        status
        database
        redis
        queue
        warnings
        problem {
          code
          details
          message
        }
      }
    }
  }
`);

export const fleetCountsDocument = graphql(`
  query DriverFleetCounts {
    available: drivers(options: { take: 1, filter: { status: { eq: "AVAILABLE" }, active: { eq: true } } }) {
      totalItems
    }
    busy: drivers(options: { take: 1, filter: { status: { eq: "BUSY" }, active: { eq: true } } }) {
      totalItems
    }
    offline: drivers(options: { take: 1, filter: { status: { eq: "OFFLINE" }, active: { eq: true } } }) {
      totalItems
    }
    deactivated: drivers(options: { take: 1, filter: { active: { eq: false } } }) {
      totalItems
    }
  }
`);

export const webhookEndpointDocument = graphql(`
  query DispatchWebhookEndpoint {
    dispatchWebhookEndpoint {
      state
      since
      consecutiveFailures
      lastError {
        code
        details
        message
      }
      unsent
      deadLetters
    }
    dispatchAlerts {
      items {
        id
        engineDeliveryId
        type
        raisedAt
      }
    }
  }
`);

export const resumeWebhookEndpointDocument = graphql(`
  mutation ResumeDispatchWebhookEndpoint {
    resumeDispatchWebhookEndpoint {
      state
    }
  }
`);

export const deadLettersDocument = graphql(`
  query DriverDeliveryDeadLetters($take: Int!, $skip: Int!) {
    driverDeliveryDeadLetters(options: { take: $take, skip: $skip }) {
      items {
        eventId
        orderCode
        delivery {
          id
        }
        type
        deadAt
        attempts
        lastError {
          code
          details
          message
        }
      }
      totalItems
    }
  }
`);

export type DeadLetter = ResultOf<typeof deadLettersDocument>['driverDeliveryDeadLetters']['items'][number];

export const unmatchedDeliveriesDocument = graphql(`
  query UnmatchedDriverDeliveries($take: Int!, $skip: Int!) {
    unmatchedDriverDeliveries(options: { take: $take, skip: $skip }) {
      items {
        engineDeliveryId
        sellerOrderId
        orderCode
        state
        driverId
        unmatchedSince
      }
      totalItems
    }
  }
`);

export const replayDeadLettersDocument = graphql(`
  mutation ReplayDriverDeliveryDeadLetters($eventId: String) {
    replayDriverDeliveryDeadLetters(eventId: $eventId)
  }
`);
