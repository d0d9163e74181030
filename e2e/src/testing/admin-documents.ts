import { gql } from 'graphql-tag';
import { REJECTION } from './rejection';

export const SELLER_ORDERS = gql`
  query SellerOrders($id: ID!) {
    order(id: $id) {
      state
      delivery {
        id
      }
      deliveries {
        id
      }
      sellerOrders {
        id
        code
        state
        channels {
          id
          code
        }
        delivery {
          id
          state
          problem {
            code
          }
          canSetDropoff
          sequence
          driverId
          driverName
          distanceMetres
          engineDeliveryId
          cancelRequestedAt
          proof {
            kind
            receivedBy
            imageUrl
          }
          timeline {
            sequence
            type
          }
        }
        history(options: { filter: { type: { eq: "DRIVER_DELIVERY" } }, sort: { createdAt: ASC } }) {
          items {
            data
          }
        }
      }
    }
  }
`;

export const CANCEL_ORDER = gql`
  mutation CancelOrder($id: ID!) {
    cancelOrder(input: { orderId: $id, reason: "changed my mind" }) {
      ... on Order {
        id
        state
      }
      ... on ErrorResult {
        errorCode
        message
      }
    }
  }
`;

export const SET_DROPOFF = gql`
  mutation SetDropoff($id: ID!, $point: DriverDeliveryPointInput!) {
    setDriverDeliveryDropoff(id: $id, point: $point) {
      ... on DriverDelivery {
        id
        state
      }
      ...Rejection
    }
  }
  ${REJECTION}
`;

export const DELIVERIES = gql`
  query Deliveries($options: DriverDeliveryListOptions) {
    driverDeliveries(options: $options) {
      totalItems
      items {
        id
        orderCode
        state
      }
    }
  }
`;

export const DELIVERY = gql`
  query Delivery($id: ID!) {
    driverDelivery(id: $id) {
      id
      order {
        code
      }
    }
  }
`;

export const RETRY = gql`
  mutation Retry($id: ID!) {
    retryDriverDelivery(id: $id) {
      id
    }
  }
`;
