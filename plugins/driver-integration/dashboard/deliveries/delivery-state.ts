import type { BadgeProps } from '@vendure/dashboard';
import type { ResultOf } from '../graphql/graphql';
import type { deliveryStatesDocument } from './delivery-documents';

export type DeliveryState = ResultOf<
  typeof deliveryStatesDocument
>['driverDispatchStatus']['states'][number]['state'];

/** Labels of the states, in the order in which a delivery passes through them. */
export const STATES = {
  NOT_READY: /* i18n */ 'Not ready',
  NOT_LOCATED: /* i18n */ 'Not located',
  SUBMITTING: /* i18n */ 'Submitting',
  REFUSED: /* i18n */ 'Refused',
  PENDING: /* i18n */ 'Waiting for a driver',
  ASSIGNED: /* i18n */ 'On the way to pickup',
  PICKED_UP: /* i18n */ 'On the way to drop-off',
  DELIVERED: /* i18n */ 'Delivered',
  FAILED: /* i18n */ 'Failed',
  CANCELLED: /* i18n */ 'Cancelled',
} satisfies Record<DeliveryState, string>;

const BADGES: Record<DeliveryState, BadgeProps['variant']> = {
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

export const badgeOf = (state: DeliveryState) => BADGES[state];

/** Whether the goods are still at the store and the delivery is open. */
export const isBeforePickup = (state: DeliveryState) =>
  !['PICKED_UP', 'DELIVERED', 'FAILED', 'CANCELLED'].includes(state);

/** A delivery can be cancelled until the driver has picked up the goods. */
export const mayBeCancelled = isBeforePickup;

/** Whether a dispatcher can restart the driver search or create a redelivery. */
export const mayBeRedispatched = (state: DeliveryState) =>
  !['NOT_READY', 'ASSIGNED', 'PICKED_UP', 'DELIVERED'].includes(state);

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
  cancelRefusal: string | null;
}) =>
  cancelRequestedAt !== null &&
  cancelRefusal === null &&
  mismatch === null &&
  !['DELIVERED', 'FAILED', 'CANCELLED'].includes(state);

/** Whether a dispatcher can end the delivery. */
export const mayBeEnded = (state: DeliveryState) => ['PENDING', 'ASSIGNED', 'PICKED_UP'].includes(state);
