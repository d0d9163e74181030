import { gql } from 'graphql-tag';
import { REJECTION } from './rejection';

export const DRIVER_FIELDS = gql`
  fragment DriverFields on Driver {
    driverId
    name
    phone
    vehicle
    plate
    channels {
      code
    }
    servesEveryChannel
    manageable
    active
    status
    point {
      lat
      lon
    }
  }
`;

export const DRIVERS = gql`
  query Drivers($options: DriverListOptions) {
    drivers(options: $options) {
      totalItems
      items {
        ...DriverFields
      }
    }
  }
  ${DRIVER_FIELDS}
`;

export const DRIVER = gql`
  query Driver($id: String!) {
    driver(driverId: $id) {
      ...DriverFields
      delivery {
        id
      }
      statusHistory {
        reason
        status
      }
    }
  }
  ${DRIVER_FIELDS}
`;

export const CREATE_DRIVER = gql`
  mutation CreateDriver($input: CreateDriverInput!) {
    createDriver(input: $input) {
      ... on Driver {
        ...DriverFields
      }
      ...Rejection
    }
  }
  ${DRIVER_FIELDS}
  ${REJECTION}
`;

export const UPDATE_DRIVER = gql`
  mutation UpdateDriver($input: UpdateDriverInput!) {
    updateDriver(input: $input) {
      ... on Driver {
        ...DriverFields
      }
      ...Rejection
    }
  }
  ${DRIVER_FIELDS}
  ${REJECTION}
`;

export const SET_STATUS = gql`
  mutation SetStatus($id: String!, $status: SettableDriverStatus!, $hold: Boolean) {
    setDriverStatus(driverId: $id, status: $status, hold: $hold) {
      ... on Driver {
        status
        holdSince
      }
      ...Rejection
    }
  }
  ${REJECTION}
`;

export const DEACTIVATE = gql`
  mutation Deactivate($id: String!) {
    deactivateDriver(driverId: $id) {
      ... on Driver {
        active
        status
      }
      ...Rejection
    }
  }
  ${REJECTION}
`;

export const REACTIVATE = gql`
  mutation Reactivate($id: String!) {
    reactivateDriver(driverId: $id) {
      ... on Driver {
        active
      }
      ...Rejection
    }
  }
  ${REJECTION}
`;

export const FLEET = gql`
  query Fleet {
    driverFleet {
      truncated
      drivers {
        ...DriverFields
      }
      deliveries {
        id
        state
        driverId
        pickup {
          name
          point {
            lat
            lon
          }
        }
        dropoff {
          city
          point {
            lat
            lon
          }
        }
      }
    }
  }
  ${DRIVER_FIELDS}
`;

export const MAP = gql`
  query Map {
    dispatchMap {
      tiles {
        url
      }
      places {
        id
        name
        point {
          lat
          lon
        }
      }
    }
  }
`;

export const DETAIL = gql`
  query Detail($id: ID!) {
    driverDelivery(id: $id) {
      id
      state
      redeliveryNumber
      orderDeliveries {
        id
        redeliveryNumber
        state
      }
      readyAt
      canBeReassigned
      driverId
      driverName
      eta
      cancelReason
      cancelRefusal {
        code
      }
      engine {
        problem {
          code
        }
        state
        sequence
        failedPinAttempts
        pinLockedUntil
        timeline {
          sequence
          type
          actor
          data
          acknowledgedAt
        }
        assignments {
          driverId
          driverName
          source
          operator
          candidates {
            driverId
            name
            outcome
            distanceMetres
          }
        }
      }
    }
  }
`;

export const ASSIGN = gql`
  mutation Assign($id: ID!, $driverId: String!) {
    assignDriverDelivery(id: $id, driverId: $driverId) {
      ... on DriverDelivery {
        id
      }
      ...Rejection
    }
  }
  ${REJECTION}
`;

export const REASSIGN = gql`
  mutation Reassign($id: ID!, $driverId: String!, $fromDriverId: String!) {
    reassignDriverDelivery(id: $id, driverId: $driverId, fromDriverId: $fromDriverId) {
      ... on DriverDelivery {
        id
      }
      ...Rejection
    }
  }
  ${REJECTION}
`;

export const END = gql`
  mutation End($id: ID!, $outcome: DriverDeliveryOutcome!, $reason: String!) {
    endDriverDelivery(id: $id, outcome: $outcome, reason: $reason) {
      ... on DriverDelivery {
        id
      }
      ...Rejection
    }
  }
  ${REJECTION}
`;

export const ENDED = gql`
  query Ended($id: ID!) {
    driverDelivery(id: $id) {
      state
      endedBy
      endReason
      failureCode
      problem {
        code
      }
      proof {
        kind
      }
    }
  }
`;

export const RESET_PIN_ATTEMPTS = gql`
  mutation ResetPinAttempts($id: ID!) {
    resetDriverDeliveryPinAttempts(id: $id) {
      ... on DriverDelivery {
        id
      }
      ...Rejection
    }
  }
  ${REJECTION}
`;

export const MARK_READY = gql`
  mutation MarkReady($id: ID!) {
    markDriverDeliveryReady(id: $id) {
      ... on DriverDelivery {
        id
        state
      }
      ...Rejection
    }
  }
  ${REJECTION}
`;

export const CANCEL = gql`
  mutation Cancel($id: ID!, $reason: String) {
    cancelDriverDelivery(id: $id, reason: $reason) {
      ... on DriverDelivery {
        id
        cancelRequestedAt
      }
      ...Rejection
    }
  }
  ${REJECTION}
`;

export const REDISPATCH = gql`
  mutation Redispatch($id: ID!) {
    redispatchDriverDelivery(id: $id) {
      ... on DriverDelivery {
        id
        redeliveryNumber
        state
      }
      ...Rejection
    }
  }
  ${REJECTION}
`;

export const STATUS = gql`
  query Status {
    driverDispatchStatus {
      states {
        state
        count
        oldestAt
      }
      engine {
        status
        database
        redis
        queue
        problem {
          code
        }
      }
    }
  }
`;

export const STATISTICS = gql`
  query Statistics($since: DateTime!) {
    driverDispatchStatistics(since: $since) {
      secondsToAssign
      delivered
      deliveredOnTime
    }
  }
`;

export const STUCK = gql`
  query Stuck {
    stuckDriverDeliveries {
      totalItems
      items {
        id
        state
        failureCode
      }
    }
  }
`;

export const PLATFORM = gql`
  query Platform {
    dispatchWebhookEndpoint {
      state
      deadLetters
    }
    dispatchAlerts {
      totalItems
      items {
        type
        raisedAt
      }
    }
  }
`;

export const RESUME = gql`
  mutation Resume {
    resumeDispatchWebhookEndpoint {
      state
    }
  }
`;

export const DEAD_LETTERS = gql`
  query DeadLetters {
    driverDeliveryDeadLetters {
      totalItems
      items {
        eventId
        type
        lastError {
          code
        }
        delivery {
          id
        }
      }
    }
  }
`;

export const REPLAY = gql`
  mutation Replay($eventId: String) {
    replayDriverDeliveryDeadLetters(eventId: $eventId)
  }
`;
