import type { DriverUnavailableReason, Issue, NotFoundEntity } from '@driver-dispatch/contract/messages';
import type { ResultOf } from '../graphql/graphql';
import type { engineStatusDocument } from '../engine/engine-documents';

/** Why something failed or can't proceed. */
export type Problem = NonNullable<
  ResultOf<typeof engineStatusDocument>['driverDispatchStatus']['engine']['problem']
>;

/** Texts of problems, with the names of their details as placeholders. */
export const PROBLEMS = {
  // Unknown locations.
  STORE_NOT_LOCATED: /* i18n */ 'Stock location "{store}" has no coordinates',
  STORE_MISSING:
    /* i18n */ 'No stock is allocated to the order, and channel "{channel}" has no stock location with coordinates',
  PICKUP_UNKNOWN: /* i18n */ 'Pickup unknown: {reason}',
  PICKUP_INVALID: /* i18n */ 'Pickup "{pickup}" is invalid: {issues}',
  ADDRESS_NOT_FOUND: /* i18n */ 'The shipping address has no coordinates and was not found',
  COORDINATES_NOT_CHECKED:
    /* i18n */ 'The shipping address was not found, so its coordinates are not checked',
  COORDINATES_TOO_FAR: /* i18n */ 'The coordinates are {kilometres} km away from the shipping address',

  // Deliveries.
  NO_DRIVER_AVAILABLE: /* i18n */ 'No driver available within the search radius',
  LOST_IN_ENGINE: /* i18n */ 'The engine no longer has this delivery',
  EVENTS_LOST: /* i18n */ 'The engine has lost events of this delivery',
  STATE_DIFFERS: /* i18n */ 'The engine has this delivery in another state',
  OTHER_ORDER: /* i18n */ 'The engine has another order under the submission key of this delivery',
  EARLIER_VERSION: /* i18n */ 'The engine has an earlier version of this order',
  CANCELLATION_REJECTED: /* i18n */ "The delivery can't be cancelled: {cause}",
  ORDER_NOT_UPDATED: /* i18n */ 'The order was not updated: {reason}',

  // Rejected actions.
  ALREADY_READY: /* i18n */ 'This order is already marked as ready, or does not need to be',
  NOT_MARKABLE:
    /* i18n */ "This order can't be marked ready: it is cancelled, or the shop uses another readiness strategy",
  ORDER_NOT_READY: /* i18n */ 'The order is not ready yet',
  ORDER_CANCELLED: /* i18n */ 'The order is cancelled',
  ALREADY_REDISPATCHED: /* i18n */ 'This order was already redispatched',
  CANCELLATION_PENDING: /* i18n */ 'This delivery is being cancelled',
  OUT_OF_SYNC: /* i18n */ "The engine can't cancel this delivery: end it instead",
  CHANGED_MEANWHILE: /* i18n */ 'The delivery was changed by another request: try again',
  REASON_REQUIRED: /* i18n */ 'A reason is required',
  DROPOFF_FIXED: /* i18n */ "The drop-off can't be changed: this delivery is already submitted or cancelled",
  NOT_SUBMITTED: /* i18n */ 'The engine does not have this delivery yet',
  NOT_IN_ENGINE: /* i18n */ 'The engine does not have this delivery',
  OTHER_CHANNELS:
    /* i18n */ 'This driver also serves other channels and can only be edited from the default channel',
  OWN_CHANNEL_ONLY: /* i18n */ 'Drivers of this channel can serve this channel only',
  DEFAULT_CHANNEL_ONLY: /* i18n */ 'All dead letters can only be replayed from the default channel',

  // The engine.
  NO_OPERATOR_KEY: /* i18n */ 'No operator key is configured: set keys.operate of httpEngine',
  ENGINE_UNAVAILABLE: /* i18n */ 'The engine is unavailable: {cause}',

  // Errors of the engine, and of the shop that receives its events.
  INVALID_MESSAGE: /* i18n */ 'Invalid data: {issues}',
  SIGNATURE_MISSING: /* i18n */ 'Signature missing',
  SIGNATURE_INVALID: /* i18n */ 'Invalid signature',
  TIMESTAMP_OUT_OF_TOLERANCE: /* i18n */ 'Timestamp out of tolerance',
  UNAUTHORIZED: /* i18n */ 'Missing or invalid key',
  DRIVER_MISMATCH: /* i18n */ 'Assigned to another driver',
  NOT_FOUND: /* i18n */ 'Not found: {entity}',
  IDEMPOTENCY_CONFLICT: /* i18n */ 'Already received with different contents',
  IDENTITY_MISMATCH: /* i18n */ 'Belongs to another order',
  ILLEGAL_TRANSITION: /* i18n */ 'Not possible in the state "{state}"',
  ALREADY_EXISTS: /* i18n */ 'The ID "{driverId}" is already in use',
  DRIVER_UNAVAILABLE: /* i18n */ '{driverName} is unavailable: {reason}',
  DRIVER_CHANGED: /* i18n */ 'This delivery was assigned to another driver',
  OFFER_ENDED: /* i18n */ 'This offer has ended',
  REASSIGNMENT_DISABLED: /* i18n */ 'Reassignment is disabled',
  PROOF_REFUSED: /* i18n */ 'Proof of delivery rejected',
  PROOF_LOCKED: /* i18n */ 'Too many failed PIN attempts',
  SEQUENCE_GAP: /* i18n */ 'An earlier event is missing',
  DRIVER_INACTIVE: /* i18n */ 'The driver is deactivated',
  ENDPOINT_GONE: /* i18n */ 'The shop no longer accepts events',
  PAYLOAD_TOO_LARGE: /* i18n */ 'Message too large',
  UNSUPPORTED_ENCODING: /* i18n */ 'Compressed messages are not supported',
  RATE_LIMITED: /* i18n */ 'Too many requests',
  INTERNAL: /* i18n */ 'Something went wrong',
  REDIRECT_REFUSED: /* i18n */ 'Redirects are not followed',
  RESPONSE_INVALID: /* i18n */ 'Invalid response',
  UNREACHABLE: /* i18n */ 'No connection',
  DATABASE_UNAVAILABLE: /* i18n */ 'The database does not answer',
  TIMEOUT: /* i18n */ 'Timeout',
} satisfies Record<Problem['code'], string>;

/** Why a driver can't be assigned. */
export const DRIVER_UNAVAILABLE_REASONS = {
  deactivated: /* i18n */ 'deactivated',
  busy: /* i18n */ 'busy',
  offline: /* i18n */ 'offline',
  no_location: /* i18n */ 'location unknown',
  no_heartbeat: /* i18n */ 'no recent heartbeat',
  other_channel: /* i18n */ 'does not serve this channel',
  vehicle_kind: /* i18n */ 'unsuitable vehicle',
  missing_tag: /* i18n */ 'lacks a required tag',
  load_capacity: /* i18n */ 'load too heavy',
  locked: /* i18n */ 'being changed by another request',
} satisfies Record<DriverUnavailableReason, string>;

export const ENTITIES = {
  delivery: /* i18n */ 'delivery',
  driver: /* i18n */ 'driver',
  dead_letter: /* i18n */ 'dead letter',
  offer: /* i18n */ 'offer',
} satisfies Record<NotFoundEntity, string>;

const INVALID = /* i18n */ 'invalid';

/** What is wrong with a field. */
export const ISSUES = {
  invalid_type: /* i18n */ 'missing or of the wrong type',
  too_big: /* i18n */ 'too large or too long',
  too_small: /* i18n */ 'too small or too short',
  invalid_format: /* i18n */ 'wrong format',
  unrecognized_keys: /* i18n */ 'unknown field',
  not_multiple_of: INVALID,
  invalid_value: INVALID,
  invalid_union: INVALID,
  invalid_key: INVALID,
  invalid_element: INVALID,
  custom: INVALID,
} satisfies Record<Issue['code'], string>;
