import type { BadgeProps } from '@vendure/dashboard';
import type { ResultOf } from '../graphql/graphql';
import type { deliveryStatesDocument } from './delivery-documents';

export type DeliveryState = ResultOf<
  typeof deliveryStatesDocument
>['driverDispatchStatus']['states'][number]['state'];

export const STATE_LABELS = {
  // Not yet submitted to the engine, or refused by it.
  NOT_READY: /* i18n */ 'Not ready',
  NOT_LOCATED: /* i18n */ 'Not located',
  SUBMITTING: /* i18n */ 'Submitting',
  REFUSED: /* i18n */ 'Refused',
  // Open in the engine.
  PENDING: /* i18n */ 'Waiting for a driver',
  ASSIGNED: /* i18n */ 'On the way to pickup',
  PICKED_UP: /* i18n */ 'On the way to drop-off',
  // Ended.
  DELIVERED: /* i18n */ 'Delivered',
  FAILED: /* i18n */ 'Failed',
  CANCELLED: /* i18n */ 'Cancelled',
} satisfies Record<DeliveryState, string>;

const BADGE_VARIANTS: Record<DeliveryState, BadgeProps['variant']> = {
  NOT_READY: 'outline',
  NOT_LOCATED: 'destructive',
  SUBMITTING: 'secondary',
  REFUSED: 'destructive',
  PENDING: 'warning',
  ASSIGNED: 'default',
  PICKED_UP: 'default',
  DELIVERED: 'success',
  FAILED: 'destructive',
  CANCELLED: 'secondary',
};

export const badgeVariant = (state: DeliveryState) => BADGE_VARIANTS[state];

/** Whether the delivery is open and its goods are not picked up: NOT_READY to ASSIGNED. */
export const isBeforePickup = (state: DeliveryState) =>
  !['PICKED_UP', 'DELIVERED', 'FAILED', 'CANCELLED'].includes(state);

/** Whether the state allows a cancellation. Does not check for a pending cancellation or a mismatch. */
export const canBeCancelled = isBeforePickup;

/**
 * Whether a dispatcher can dispatch the delivery again. This retries the submission or restarts the driver search of an open
 * delivery, and creates a redelivery of a FAILED or CANCELLED one.
 */
export const canBeRedispatched = (state: DeliveryState) =>
  !['NOT_READY', 'ASSIGNED', 'PICKED_UP', 'DELIVERED'].includes(state);

export const hasEnded = (state: DeliveryState) => ['DELIVERED', 'FAILED', 'CANCELLED'].includes(state);

/** Whether a requested cancellation is pending. A delivery with a mismatch has no pending cancellation. */
export const isBeingCancelled = ({
  state,
  mismatch,
  cancelRequestedAt,
  cancelRefusal,
}: {
  state: DeliveryState;
  mismatch: string | null;
  cancelRequestedAt: string | null;
  cancelRefusal: object | null;
}) => cancelRequestedAt !== null && cancelRefusal === null && mismatch === null && !hasEnded(state);

/** Whether a dispatcher can end the delivery: only while it is open in the engine. */
export const canBeEnded = (state: DeliveryState) => ['PENDING', 'ASSIGNED', 'PICKED_UP'].includes(state);
