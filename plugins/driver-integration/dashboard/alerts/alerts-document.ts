import { graphql } from '../graphql/graphql';

/** What the alerts are about: the engine, and the deliveries of the active channel that need a dispatcher. */
export const alertsDocument = graphql(`
  query DispatchAlerts($waitingBefore: DateTime!, $now: DateTime!) {
    activeChannel {
      code
    }
    driverDispatchStatus {
      engine {
        status
        warnings
        problem {
          code
          details
          message
        }
      }
    }
    withoutDriver: driverDeliveries(
      options: {
        take: 100
        filter: {
          state: { eq: "PENDING" }
          submittedAt: { before: $waitingBefore }
          _or: [{ heldUntil: { isNull: true } }, { heldUntil: { before: $now } }]
        }
      }
    ) {
      items {
        pickup {
          name
        }
      }
    }
    waitingTooLong: driverDeliveries(
      options: { take: 1, filter: { problemCode: { eq: "NO_DRIVER_AVAILABLE" } } }
    ) {
      totalItems
    }
    withoutProgress: driverDeliveries(
      options: {
        take: 1
        filter: {
          _or: [
            { noProgressSince: { isNull: false } }
            { driverSilentSince: { isNull: false } }
            { noShowSince: { isNull: false } }
          ]
        }
      }
    ) {
      totalItems
    }
  }
`);
