import { graphql } from '../graphql/graphql';

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

export const cancelDeliveryDocument = graphql(`
  mutation CancelDriverDelivery($id: ID!, $reason: String) {
    cancelDriverDelivery(id: $id, reason: $reason) {
      id
      state
      cancelRequestedAt
    }
  }
`);

export const redispatchDeliveryDocument = graphql(`
  mutation RedispatchDriverDelivery($id: ID!) {
    redispatchDriverDelivery(id: $id) {
      id
      state
      redeliveryNumber
    }
  }
`);

export const markReadyDocument = graphql(`
  mutation MarkDriverDeliveryReady($id: ID!) {
    markDriverDeliveryReady(id: $id) {
      id
      state
    }
  }
`);

export const assignDeliveryDocument = graphql(`
  mutation AssignDriverDelivery($id: ID!, $driverId: String!) {
    assignDriverDelivery(id: $id, driverId: $driverId) {
      id
      state
    }
  }
`);

export const reassignDeliveryDocument = graphql(`
  mutation ReassignDriverDelivery($id: ID!, $driverId: String!, $fromDriverId: String!) {
    reassignDriverDelivery(id: $id, driverId: $driverId, fromDriverId: $fromDriverId) {
      id
      state
    }
  }
`);

export const endDeliveryDocument = graphql(`
  mutation EndDriverDelivery($id: ID!, $outcome: DriverDeliveryOutcome!, $reason: String!) {
    endDriverDelivery(id: $id, outcome: $outcome, reason: $reason) {
      id
      state
    }
  }
`);

export const setDropoffDocument = graphql(`
  mutation SetDriverDeliveryDropoff($id: ID!, $point: DriverDeliveryPointInput!) {
    setDriverDeliveryDropoff(id: $id, point: $point) {
      id
      state
    }
  }
`);

export const resetPinAttemptsDocument = graphql(`
  mutation ResetDriverDeliveryCodes($id: ID!) {
    resetDriverDeliveryPinAttempts(id: $id) {
      id
    }
  }
`);
