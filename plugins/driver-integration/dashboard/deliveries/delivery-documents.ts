import { graphql } from '../graphql/graphql';
import { rejectionFragment } from '../run-mutation';
import { openOfferFragment } from './offers/offer-fragment';

export const deliveryListDocument = graphql(
  `
    query DriverDeliveryList($options: DriverDeliveryListOptions) {
      driverDeliveries(options: $options) {
        items {
          id
          createdAt
          updatedAt
          orderCode
          customerName
          dropoffStreet
          storeName
          state
          promisedAt
          eta
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
          noShowSince
          redeliveryNumber
          driverName
          vehicle
          distanceMetres
          assignedAt
          pickedUpAt
          deliveredAt
          trackingCode
          cancelRequestedAt
          cancelRefusal {
            code
          }
          mismatch
          openOffer {
            ...OpenOffer
          }
        }
        totalItems
      }
    }
  `,
  [openOfferFragment],
);

export const deliveryStatesDocument = graphql(`
  query DriverDeliveryStates(
    $endedSince: DateTime
    $attention: DriverDeliveryFilterParameter!
    $late: DriverDeliveryFilterParameter!
  ) {
    driverDispatchStatus(endedSince: $endedSince) {
      states {
        state
        count
        oldestAt
      }
    }
    attention: driverDeliveries(options: { take: 1, sort: { createdAt: ASC }, filter: $attention }) {
      items {
        createdAt
      }
      totalItems
    }
    late: driverDeliveries(options: { take: 1, sort: { promisedAt: ASC }, filter: $late }) {
      items {
        promisedAt
      }
      totalItems
    }
  }
`);

export const cancelDeliveryDocument = graphql(
  `
    mutation CancelDriverDelivery($id: ID!, $reasonCode: DriverDeliveryCancelReason!, $reason: String) {
      cancelDriverDelivery(id: $id, reasonCode: $reasonCode, reason: $reason) {
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
          engine {
            problem {
              code
              details
              message
            }
            state
            searchRadiusMetres
            assignments {
              driverName
            }
          }
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

export const sendMessageDocument = graphql(
  `
    mutation SendDriverDeliveryMessage($id: ID!, $text: String!) {
      sendDriverDeliveryMessage(id: $id, text: $text) {
        ...Rejection
      }
    }
  `,
  [rejectionFragment],
);

export const markMessagesReadDocument = graphql(
  `
    mutation MarkDriverDeliveryMessagesRead($id: ID!, $messageIds: [String!]!) {
      markDriverDeliveryMessagesRead(id: $id, messageIds: $messageIds) {
        ...Rejection
      }
    }
  `,
  [rejectionFragment],
);
