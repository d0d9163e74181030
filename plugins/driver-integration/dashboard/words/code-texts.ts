import type {
  AlertType,
  RecordedCandidate,
  DeliveryEventType,
  DriverStatus,
  DriverStatusReason,
  ErrorCode,
  FailureCode,
  HealthReport,
  RecordedProof,
  Vehicle,
  WebhookEndpoint,
} from '@driver-dispatch/contract';

/** Why a delivery was not completed. */
export const FAILURES = {
  store_closed: /* i18n */ 'The store was closed',
  store_not_ready: /* i18n */ 'The order was not ready at the store',
  goods_missing: /* i18n */ 'Goods were missing',
  goods_damaged: /* i18n */ 'Goods were damaged',
  customer_absent: /* i18n */ 'Nobody was there to take it',
  customer_refused: /* i18n */ 'The receiver did not take it',
  address_not_found: /* i18n */ 'The address was not found',
  address_unreachable: /* i18n */ 'The address could not be reached',
  vehicle_breakdown: /* i18n */ 'The vehicle broke down',
  accident: /* i18n */ 'There was an accident',
  safety_concern: /* i18n */ 'The driver did not feel safe',
  other: /* i18n */ 'For another reason',
  returned_to_store: /* i18n */ 'Returned to the store',
} satisfies Record<FailureCode, string>;

/** Why something was refused, or went wrong on its way. */
export const ERRORS = {
  invalid_message: /* i18n */ 'The message is wrong',
  signature_missing: /* i18n */ 'The signature is missing',
  signature_invalid: /* i18n */ 'The signature is wrong',
  timestamp_out_of_tolerance: /* i18n */ 'The clocks differ too much',
  unauthorized: /* i18n */ 'The key is missing or wrong',
  driver_mismatch: /* i18n */ "It is another driver's",
  not_found: /* i18n */ 'It is not known',
  idempotency_conflict: /* i18n */ 'The same was told before with other contents',
  identity_mismatch: /* i18n */ 'It belongs to another order',
  illegal_transition: /* i18n */ 'The state does not allow it',
  already_exists: /* i18n */ 'It is there already',
  driver_unavailable: /* i18n */ 'The driver is not to be had',
  reassignment_disabled: /* i18n */ 'Nothing is moved to another driver here',
  proof_refused: /* i18n */ 'The proof is not accepted',
  proof_locked: /* i18n */ 'Too many codes were wrong',
  sequence_gap: /* i18n */ 'An earlier event is missing',
  driver_inactive: /* i18n */ 'The driver is deactivated',
  endpoint_gone: /* i18n */ 'The shop wants to be told no more',
  payload_too_large: /* i18n */ 'The message is too large',
  unsupported_encoding: /* i18n */ 'The message is compressed',
  rate_limited: /* i18n */ 'Too many requests',
  internal: /* i18n */ 'Something went wrong',
  redirect_refused: /* i18n */ 'The answer leads elsewhere',
  response_invalid: /* i18n */ 'The answer makes no sense',
  unreachable: /* i18n */ 'No connection',
  database_unavailable: /* i18n */ 'The database does not answer',
  timeout: /* i18n */ 'No answer in time',
} satisfies Record<ErrorCode, string>;

/** What operators are alerted to. */
export const ALERTS = {
  'webhook_endpoint.failing': /* i18n */ 'The shop has not taken events for a while',
  'webhook_endpoint.stopped': /* i18n */ 'The shop wants to be told no more',
  'unmatched_delivery.added': /* i18n */ 'The engine has deliveries that this shop does not know',
  'dead_letter.added': /* i18n */ 'The shop has refused events',
  'delivery.not_picked_up': /* i18n */ 'Not picked up in time',
  'delivery.not_ended': /* i18n */ 'Not delivered in time',
  'delivery.driver_silent': /* i18n */ 'Driver not heard from',
} satisfies Record<AlertType, string>;

/** The steps of a delivery. */
export const STEPS = {
  'delivery.accepted': /* i18n */ 'Accepted by the engine',
  'delivery.assigned': /* i18n */ 'Assigned to a driver',
  'delivery.reassigned': /* i18n */ 'Given to another driver',
  'delivery.unassigned': /* i18n */ 'No driver in reach for too long',
  'delivery.picked_up': /* i18n */ 'Picked up',
  'delivery.delivered': /* i18n */ 'Delivered',
  'delivery.failed': /* i18n */ 'Failed',
  'delivery.cancelled': /* i18n */ 'Cancelled',
  'delivery.alert_raised': /* i18n */ 'Alert raised',
  'delivery.alert_resolved': /* i18n */ 'Alert resolved',
  'delivery.pin_attempts_reset': /* i18n */ 'Failed PIN attempts reset',
  'delivery.redispatched': /* i18n */ 'Sent out again',
} satisfies Record<DeliveryEventType | 'delivery.accepted' | 'delivery.redispatched', string>;

export const DRIVER_STATUSES = {
  AVAILABLE: /* i18n */ 'Available',
  BUSY: /* i18n */ 'Busy',
  OFFLINE: /* i18n */ 'Offline',
} satisfies Record<DriverStatus, string>;

/** What has changed a driver's status. */
export const STATUS_REASONS = {
  registered: /* i18n */ 'registered',
  edited: /* i18n */ 'edited',
  deactivated: /* i18n */ 'deactivated',
  assigned: /* i18n */ 'has got a delivery',
  'delivery ended': /* i18n */ 'the delivery has ended',
  'heartbeat expired': /* i18n */ 'not heard of for too long',
  'driver app': /* i18n */ 'by the driver app',
  operator: /* i18n */ 'by an administrator',
  reassigned: /* i18n */ 'the delivery went to another driver',
} satisfies Record<DriverStatusReason, string>;

export const VEHICLES = {
  foot: /* i18n */ 'on foot',
  bicycle: /* i18n */ 'bicycle',
  scooter: /* i18n */ 'scooter',
  motorcycle: /* i18n */ 'motorcycle',
  car: /* i18n */ 'car',
  van: /* i18n */ 'van',
} satisfies Record<Vehicle['kind'], string>;

/** What became of a driver who was looked at; of one who was refused `REFUSALS` say more. */
export const OUTCOMES = {
  CHOSEN: /* i18n */ 'Chosen',
  FARTHER: /* i18n */ 'Farther away',
  GIVEN_ELSEWHERE: /* i18n */ 'Given in the same moment to a delivery that was nearer',
  REFUSED: /* i18n */ 'Not to be had',
} satisfies Record<Uppercase<RecordedCandidate['outcome']>, string>;

/** Why a driver was refused who was proposed, by the driver's status then. */
export const REFUSALS = {
  AVAILABLE:
    /* i18n */ 'Not to be had: elsewhere than the index knew, silent for too long, or about to be taken',
  BUSY: /* i18n */ 'Not to be had: busy with another delivery',
  OFFLINE: /* i18n */ 'Not to be had: off the road',
} satisfies Record<DriverStatus, string>;

/** How goods were handed over. */
export const PROOFS = {
  photo: /* i18n */ 'With a photo',
  signature: /* i18n */ 'Signed for',
  code: /* i18n */ "With the receiver's code",
  handover: /* i18n */ 'In person',
  dispatcher: /* i18n */ 'Confirmed by a dispatcher',
} satisfies Record<RecordedProof['kind'], string>;

/** How a part of the engine does, and its way to the shop. */
export const CONDITIONS = {
  up: /* i18n */ 'up',
  degraded: /* i18n */ 'degraded',
  down: /* i18n */ 'down',
  disabled: /* i18n */ 'not used',
  active: /* i18n */ 'active',
  failing: /* i18n */ 'failing',
  stopped: /* i18n */ 'stopped',
} satisfies Record<
  HealthReport['status'] | HealthReport['components']['redis'] | WebhookEndpoint['state'],
  string
>;
