import { gql } from 'graphql-tag';
import { ApiFields } from './api-fields';

/** Fields that call the engine or load the order of each object. */
const EXPENSIVE = [
  'Driver.statusHistory',
  'DriverDelivery.canBeMarkedReady',
  'DriverDelivery.engine',
  'DriverDelivery.eta',
  'DriverDelivery.openOffer',
  'DriverDelivery.order',
];

const everyField = new ApiFields('admin');
const cheapFields = new ApiFields('admin', EXPENSIVE);

/** Returns an operation that requests all fields of the objects except {@link EXPENSIVE}. */
const operation = (root: string) => gql(cheapFields.operation(root));

export const DRIVERS = operation('Query.drivers');
export const DRIVER = gql(everyField.operation('Query.driver'));
export const CREATE_DRIVER = operation('Mutation.createDriver');
export const UPDATE_DRIVER = operation('Mutation.updateDriver');
export const SET_STATUS = operation('Mutation.setDriverStatus');
export const DEACTIVATE = operation('Mutation.deactivateDriver');
export const REACTIVATE = operation('Mutation.reactivateDriver');
export const ERASE_DRIVER = operation('Mutation.eraseDriver');
export const EXPORT_DRIVER = operation('Query.driverExport');
export const EXPORT_CUSTOMER = operation('Query.customerDeliveriesExport');
export const INVITE = operation('Mutation.createDriverInvitation');
export const SESSIONS = operation('Query.driverSessions');
export const REVOKE_SESSION = operation('Mutation.revokeDriverSession');
export const REVOKE_SESSIONS = operation('Mutation.revokeDriverSessions');
export const CREATE_TRACKER_SECRET = operation('Mutation.createDriverTrackerSecret');
export const TRACKER_SECRETS = operation('Query.driverTrackerSecrets');
export const REVOKE_TRACKER_SECRET = operation('Mutation.revokeDriverTrackerSecret');
export const FLEET = operation('Query.driverFleet');
export const MAP = operation('Query.dispatchMap');

export const DELIVERIES = operation('Query.driverDeliveries');
/** Works without the engine. */
export const DELIVERY = gql(
  new ApiFields('admin', ['DriverDelivery.engine', 'DriverDelivery.eta']).operation('Query.driverDelivery'),
);
export const DETAIL = gql(everyField.operation('Query.driverDelivery'));
export const STATISTICS = operation('Query.driverDispatchStatistics');
export const STUCK = operation('Query.stuckDriverDeliveries');
export const ASSIGN = operation('Mutation.assignDriverDelivery');
export const REASSIGN = operation('Mutation.reassignDriverDelivery');
export const END = operation('Mutation.endDriverDelivery');
export const RESET_PIN_ATTEMPTS = operation('Mutation.resetDriverDeliveryPinAttempts');
export const SEND_MESSAGE = operation('Mutation.sendDriverDeliveryMessage');
export const MARK_MESSAGES_READ = operation('Mutation.markDriverDeliveryMessagesRead');
export const MARK_READY = operation('Mutation.markDriverDeliveryReady');
export const CANCEL = operation('Mutation.cancelDriverDelivery');
export const REDISPATCH = operation('Mutation.redispatchDriverDelivery');
export const RETRY = operation('Mutation.retryDriverDelivery');
export const SET_DROPOFF = operation('Mutation.setDriverDeliveryDropoff');

export const STATUS = operation('Query.driverDispatchStatus');
export const WEBHOOK_ENDPOINT = operation('Query.dispatchWebhookEndpoint');
export const ALERTS = operation('Query.dispatchAlerts');
export const RESUME = operation('Mutation.resumeDispatchWebhookEndpoint');
export const DEAD_LETTERS = operation('Query.driverDeliveryDeadLetters');
export const REPLAY = operation('Mutation.replayDriverDeliveryDeadLetters');
export const UNMATCHED = operation('Query.unmatchedDriverDeliveries');

export const ORDER_DELIVERIES = gql`
  query OrderDeliveries($id: ID!) {
    driverDelivery(id: $id) {
      orderDeliveries {
        id
        redeliveryNumber
        state
      }
    }
  }
`;

/** An order and its seller orders, with deliveries and history. */
export const ORDER = gql(`
  query Order($id: ID!) {
    order(id: $id) {
      ...OrderFields
      deliveries { id state orderCode engineDeliveryId trackingCode }
      sellerOrders { ...OrderFields }
    }
  }
  fragment OrderFields on Order {
    id
    code
    state
    channels { id code }
    lines { id quantity }
    fulfillments { state trackingCode }
    delivery ${cheapFields.selection('DriverDelivery')}
    history(options: { filter: { type: { eq: "DRIVER_DELIVERY" } }, sort: { createdAt: ASC } }) {
      items { data administrator { emailAddress } }
    }
  }
`);

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

export const STOCK_LOCATIONS = gql`
  query StockLocations {
    stockLocations {
      items {
        id
        name
        customFields {
          storeLatitude
          storeLongitude
          deliveryRadiusMetres
          preparationMinutes
          storePausedUntil
          storeOpeningHours
        }
      }
    }
  }
`;

export const UPDATE_STOCK_LOCATION = gql`
  mutation UpdateStockLocation($input: UpdateStockLocationInput!) {
    updateStockLocation(input: $input) {
      id
    }
  }
`;
