import type {
  DeclineReason,
  DeliveryState,
  ErrorCode,
  FailureCode,
} from '@driver-dispatch/contract/messages';
import type { OffDutyReason, WithdrawnReason } from '../app/app-state';
import type { LocationProblem } from '../location/location-source';
import type { MissingPart } from '../proof/read-proof';

/** Reasons of a failure in the order of the list. */
export const FAILURES = {
  customer_absent: /* i18n */ 'Receiver absent',
  customer_refused: /* i18n */ 'Refused by the receiver',
  address_not_found: /* i18n */ 'Address not found',
  address_unreachable: /* i18n */ 'Address not accessible',
  store_closed: /* i18n */ 'Store closed',
  store_not_ready: /* i18n */ 'Order not ready',
  goods_missing: /* i18n */ 'Goods missing',
  goods_damaged: /* i18n */ 'Goods damaged',
  returned_to_store: /* i18n */ 'Returned to the store',
  vehicle_breakdown: /* i18n */ 'Vehicle breakdown',
  accident: /* i18n */ 'Accident',
  safety_concern: /* i18n */ 'Safety concern',
  other: /* i18n */ 'Other reason',
} satisfies Record<FailureCode, string>;

/** Reasons to decline an offer, in the order of the list. */
export const DECLINE_REASONS = {
  too_far: /* i18n */ 'Too far away',
  unsuitable_vehicle: /* i18n */ 'Not possible with my vehicle',
  taking_break: /* i18n */ 'I am taking a break',
  ending_shift: /* i18n */ 'My shift is ending',
  safety_concern: /* i18n */ 'Safety concern',
  other: /* i18n */ 'Other reason',
} satisfies Record<DeclineReason, string>;

export const STATES = {
  PENDING: /* i18n */ 'Waiting',
  ASSIGNED: /* i18n */ 'Assigned',
  PICKED_UP: /* i18n */ 'Picked up',
  DELIVERED: /* i18n */ 'Delivered',
  FAILED: /* i18n */ 'Failed',
  CANCELLED: /* i18n */ 'Cancelled',
} satisfies Record<DeliveryState, string>;

export const LOCATION_PROBLEMS = {
  denied:
    /* i18n */ 'The app may not read your location. Allow it in the settings of the browser for this page, then try again.',
  unavailable:
    /* i18n */ 'Your location is unknown. Turn on the location in the settings of your phone, or go outside, then try again.',
  insecure:
    /* i18n */ 'The browser gives no location to this page, because its address does not start with https. Ask your dispatcher for the right link.',
  not_chosen: /* i18n */ 'Click on the map first: it sets your location in the demo.',
} satisfies Record<LocationProblem, string>;

/** What is missing in a proof. `image`: the device gave none. */
export const MISSING_PARTS = {
  pin: /* i18n */ 'Enter the PIN.',
  photo: /* i18n */ 'The photo is missing.',
  signature: /* i18n */ 'The signature is missing.',
  name: /* i18n */ 'The name of the receiver is missing.',
  image: /* i18n */ 'This device created no image. Choose another proof.',
} satisfies Record<Exclude<MissingPart, 'readable_photo'> | 'image', string>;

export const WITHDRAWN = {
  cancelled: /* i18n */ 'Order {orderCode} was cancelled. You no longer need to deliver it.',
  ended: /* i18n */ 'The dispatcher has ended the delivery of order {orderCode}.',
  reassigned: /* i18n */ 'Order {orderCode} was reassigned to another driver.',
} satisfies Record<WithdrawnReason, string>;

export const OFF_DUTY = {
  held: /* i18n */ 'The dispatcher has set you off duty.',
  elsewhere: /* i18n */ 'You went off duty on another device, or the dispatcher has set you off duty.',
  connection_lost: /* i18n */ 'You are off duty, because the app had no connection for a while.',
} satisfies Record<OffDutyReason, string>;

const NO_CONNECTION = /* i18n */ 'No connection. Check your network, then try again.';

/** Texts of errors that drivers can see. Other errors have a general text. */
export const ERRORS: Partial<Record<ErrorCode, string>> = {
  unreachable: NO_CONNECTION,
  timeout: NO_CONNECTION,
  response_invalid: NO_CONNECTION,
  database_unavailable: NO_CONNECTION,
  rate_limited: /* i18n */ 'Too many attempts. Wait a minute, then try again.',
  driver_inactive: /* i18n */ 'Your account is deactivated. Ask your dispatcher.',
  illegal_transition: /* i18n */ 'This is not possible now.',
  offer_ended: /* i18n */ 'The offer is no longer valid.',
};

export const GENERAL_ERROR = /* i18n */ 'Something went wrong. Try again, or call your dispatcher.';

/** Errors of a sign-in. */
export const SIGN_IN_ERRORS: Partial<Record<ErrorCode, string>> = {
  ...ERRORS,
  unauthorized: /* i18n */ 'This invitation is unknown, used or expired. Ask your dispatcher for a new one.',
};
