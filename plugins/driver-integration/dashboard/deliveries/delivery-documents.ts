import { graphql } from '../graphql/graphql';
import { rejectionFragment } from '../run-mutation';

export const deliveryListDocument = graphql(`
  query DriverDeliveryList($options: DriverDeliveryListOptions) {
    driverDeliveries(options: $options) {
      items {
        id
        createdAt
        updatedAt
        orderCode
        state
        problem {
          code
          details
          message
        }
        failureCode
        endReason
        heldUntil
        noProgressSince
        driverSilentSince
        redeliveryNumber
        driverName
        vehicle
        distanceMetres
        assignedAt
        pickedUpAt
        deliveredAt
        cancelRequestedAt
        cancelRefusal {
          code
        }
        mismatch
      }
      totalItems
    }
  }
`);

export const deliveryStatesDocument = graphql(`
  query DriverDeliveryStates {
    driverDispatchStatus {
      states {
        state
        count
        oldestAt
      }
    }
    stuckDriverDeliveries(options: { take: 1, sort: { createdAt: ASC } }) {
      items {
        createdAt
      }
      totalItems
    }
  }
`);

export const cancelDeliveryDocument = graphql(
  `
    mutation CancelDriverDelivery($id: ID!, $reason: String) {
      cancelDriverDelivery(id: $id, reason: $reason) {
        ...Rejection
      }
    }
  `,
  [rejectionFragment],
);

export const redispatchDeliveryDocument = graphql(
  `
    mutation RedispatchDriverDelivery($id: ID!) {
      redispatchDriverDelivery(id: $id) {
        ... on DriverDelivery {
          id
        }
        ...Rejection
      }
    }
  `,
  [rejectionFragment],
);

export const markReadyDocument = graphql(
  `
    mutation MarkDriverDeliveryReady($id: ID!) {
      markDriverDeliveryReady(id: $id) {
        ...Rejection
      }
    }
  `,
  [rejectionFragment],
);

export const assignDeliveryDocument = graphql(
  `
    mutation AssignDriverDelivery($id: ID!, $driverId: String!) {
      assignDriverDelivery(id: $id, driverId: $driverId) {
        ...Rejection
      }
    }
  `,
  [rejectionFragment],
);

export const reassignDeliveryDocument = graphql(
  `
    mutation ReassignDriverDelivery($id: ID!, $driverId: String!, $fromDriverId: String!) {
      reassignDriverDelivery(id: $id, driverId: $driverId, fromDriverId: $fromDriverId) {
        ...Rejection
      }
    }
  `,
  [rejectionFragment],
);

export const endDeliveryDocument = graphql(
  `
    mutation EndDriverDelivery($id: ID!, $outcome: DriverDeliveryOutcome!, $reason: String!) {
      endDriverDelivery(id: $id, outcome: $outcome, reason: $reason) {
        ...Rejection
      }
    }
  `,
  [rejectionFragment],
);

export const setDropoffDocument = graphql(
  `
    mutation SetDriverDeliveryDropoff($id: ID!, $point: DriverDeliveryPointInput!) {
      setDriverDeliveryDropoff(id: $id, point: $point) {
        ...Rejection
      }
    }
  `,
  [rejectionFragment],
);

export const resetPinAttemptsDocument = graphql(
  `
    mutation ResetDriverDeliveryCodes($id: ID!) {
      resetDriverDeliveryPinAttempts(id: $id) {
        ...Rejection
      }
    }
  `,
  [rejectionFragment],
);
