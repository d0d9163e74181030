import type {
  AlertType,
  DeclineReason,
  RecordedCandidate,
  DeliveryEventType,
  DriverStatus,
  DriverStatusReason,
  FailureCode,
  HealthReport,
  RecordedProof,
  UnmetRequirement,
  Vehicle,
  WebhookEndpoint,
} from '@driver-dispatch/contract/messages';
import type { cancelDeliveryDocument } from '../deliveries/delivery-documents';
import type { VariablesOf } from '../graphql/graphql';

export const FAILURES = {
  store_closed: /* i18n */ 'Store closed',
  store_not_ready: /* i18n */ 'Order not ready',
  goods_missing: /* i18n */ 'Goods missing',
  goods_damaged: /* i18n */ 'Goods damaged',
  customer_absent: /* i18n */ 'Receiver absent',
  customer_refused: /* i18n */ 'Refused by the receiver',
  address_not_found: /* i18n */ 'Address not found',
  address_unreachable: /* i18n */ 'Address not accessible',
  vehicle_breakdown: /* i18n */ 'Vehicle breakdown',
  accident: /* i18n */ 'Accident',
  safety_concern: /* i18n */ 'Safety concern',
  other: /* i18n */ 'Other reason',
  returned_to_store: /* i18n */ 'Returned to the store',
} satisfies Record<FailureCode, string>;

/** Why a driver declines an offer. */
export const DECLINE_REASONS = {
  too_far: /* i18n */ 'Too far away',
  unsuitable_vehicle: /* i18n */ 'Not possible with the vehicle',
  taking_break: /* i18n */ 'Taking a break',
  ending_shift: /* i18n */ 'Shift is ending',
  safety_concern: /* i18n */ 'Safety concern',
  other: /* i18n */ 'Other reason',
} satisfies Record<DeclineReason, string>;

/** Why an administrator cancels a delivery. */
export const CANCEL_REASONS = {
  CUSTOMER_REQUEST: /* i18n */ 'Requested by the customer',
  STORE_REQUEST: /* i18n */ 'Requested by the store',
  GOODS_UNAVAILABLE: /* i18n */ 'Goods unavailable',
  NO_DRIVER: /* i18n */ 'No driver available',
  WRONG_ADDRESS: /* i18n */ 'Wrong address',
  DUPLICATE: /* i18n */ 'Duplicate order',
  OTHER: /* i18n */ 'Other reason',
} satisfies Record<VariablesOf<typeof cancelDeliveryDocument>['reasonCode'], string>;

/** Types of alerts. */
export const ALERTS = {
  'webhook_endpoint.failing': /* i18n */ 'The webhook endpoint is failing',
  'webhook_endpoint.stopped': /* i18n */ 'The shop no longer accepts events',
  'unmatched_delivery.added': /* i18n */ 'The engine has unmatched deliveries',
  'dead_letter.added': /* i18n */ 'The shop rejected events',
  'delivery.not_picked_up': /* i18n */ 'Not picked up in time',
  'delivery.not_ended': /* i18n */ 'Not delivered in time',
  'delivery.driver_silent': /* i18n */ 'No heartbeat from the driver',
  'delivery.no_show': /* i18n */ 'The driver is not on the way to the store',
} satisfies Record<AlertType, string>;

/** Types of delivery events. */
export const STEPS = {
  'delivery.accepted': /* i18n */ 'Sent to dispatch',
  'delivery.assigned': /* i18n */ 'Assigned to a driver',
  'delivery.reassigned': /* i18n */ 'Reassigned to another driver',
  'delivery.unassigned': /* i18n */ 'No driver found in time',
  'delivery.picked_up': /* i18n */ 'Picked up',
  'delivery.delivered': /* i18n */ 'Delivered',
  'delivery.failed': /* i18n */ 'Failed',
  'delivery.cancelled': /* i18n */ 'Cancelled',
  'delivery.alert_raised': /* i18n */ 'Alert raised',
  'delivery.alert_resolved': /* i18n */ 'Alert resolved',
  'delivery.pin_attempts_reset': /* i18n */ 'Failed PIN attempts reset',
  'delivery.redispatched': /* i18n */ 'Redelivery created',
} satisfies Record<DeliveryEventType | 'delivery.accepted' | 'delivery.redispatched', string>;

export const DRIVER_STATUSES = {
  AVAILABLE: /* i18n */ 'Available',
  BUSY: /* i18n */ 'Busy',
  OFFLINE: /* i18n */ 'Offline',
} satisfies Record<DriverStatus, string>;

/** Reasons of a driver's status change. */
export const STATUS_REASONS = {
  registered: /* i18n */ 'registered',
  edited: /* i18n */ 'edited',
  deactivated: /* i18n */ 'deactivated',
  assigned: /* i18n */ 'delivery assigned',
  'delivery ended': /* i18n */ 'delivery ended',
  'heartbeat expired': /* i18n */ 'heartbeat expired',
  'driver app': /* i18n */ 'set by the driver app',
  operator: /* i18n */ 'set by an administrator',
  reassigned: /* i18n */ 'delivery reassigned',
  offered: /* i18n */ 'delivery offered',
  'offer declined': /* i18n */ 'offer declined',
  'offer expired': /* i18n */ 'offer expired',
  'offer withdrawn': /* i18n */ 'offer withdrawn',
} satisfies Record<DriverStatusReason, string>;

export const VEHICLES = {
  FOOT: /* i18n */ 'on foot',
  BICYCLE: /* i18n */ 'bicycle',
  SCOOTER: /* i18n */ 'scooter',
  MOTORCYCLE: /* i18n */ 'motorcycle',
  CAR: /* i18n */ 'car',
  VAN: /* i18n */ 'van',
} satisfies Record<Vehicle['kind'], string>;

/** Outcomes of candidates. `INELIGIBLE_REASONS` has the texts for ineligible ones. */
export const OUTCOMES = {
  CHOSEN: /* i18n */ 'Selected',
  FARTHER: /* i18n */ 'Farther away',
  ASSIGNED_ELSEWHERE: /* i18n */ 'Assigned to a nearer delivery at the same time',
  INELIGIBLE: /* i18n */ 'Unavailable',
} satisfies Record<RecordedCandidate['outcome'], string>;

/** Why a candidate was ineligible, by the driver's status at the assignment. */
export const INELIGIBLE_REASONS = {
  AVAILABLE: /* i18n */ 'Unavailable: location changed, heartbeat expired or claimed by another delivery',
  BUSY: /* i18n */ 'Unavailable: busy with another delivery',
  OFFLINE: /* i18n */ 'Unavailable: offline',
} satisfies Record<DriverStatus, string>;

/** Requirements that an ineligible candidate did not meet. */
export const UNMET_REQUIREMENTS = {
  vehicle_kind: /* i18n */ 'Unsuitable vehicle',
  missing_tag: /* i18n */ 'Lacks a required tag',
  load_capacity: /* i18n */ 'Load too heavy',
} satisfies Record<UnmetRequirement, string>;

/** Kinds of proof of delivery. */
export const PROOFS = {
  photo: /* i18n */ 'Photo',
  signature: /* i18n */ 'Signature',
  pin: /* i18n */ 'Delivery PIN',
  in_person: /* i18n */ 'In person',
  dispatcher: /* i18n */ 'Confirmed by a dispatcher',
} satisfies Record<RecordedProof['kind'], string>;

/** Health of the engine's components and states of the webhook endpoint. */
export const CONDITIONS = {
  // Engine and its components.
  up: /* i18n */ 'up',
  degraded: /* i18n */ 'degraded',
  down: /* i18n */ 'down',
  disabled: /* i18n */ 'disabled',
  // Webhook endpoint.
  active: /* i18n */ 'active',
  failing: /* i18n */ 'failing',
  stopped: /* i18n */ 'stopped',
} satisfies Record<
  HealthReport['status'] | HealthReport['components']['redis'] | WebhookEndpoint['state'],
  string
>;
