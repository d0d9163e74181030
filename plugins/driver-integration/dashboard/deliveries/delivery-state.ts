import type { BadgeProps } from '@vendure/dashboard';
import type { ResultOf } from '../graphql/graphql';
import type { deliveryStatesDocument } from './delivery-documents';

export type DeliveryState = ResultOf<
  typeof deliveryStatesDocument
>['driverDispatchStatus']['states'][number]['state'];

/** What the states are called, in the order in which a delivery goes through them. */
export const STATES = {
  NOT_READY: /* i18n */ 'Not ready',
  NOT_LOCATED: /* i18n */ 'Not located',
  SUBMITTING: /* i18n */ 'Handing over',
  REFUSED: /* i18n */ 'Refused',
  PENDING: /* i18n */ 'Waiting for a driver',
  ASSIGNED: /* i18n */ 'On the way to the store',
  PICKED_UP: /* i18n */ 'On the way to the door',
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

/** The badge a state is shown with. */
export const badgeOf = (state: DeliveryState) => BADGES[state];

/** States in which the goods are still at the store, and are going to leave it. */
export const isBeforePickup = (state: DeliveryState) =>
  !['PICKED_UP', 'DELIVERED', 'FAILED', 'CANCELLED'].includes(state);

/** States in which a delivery may be called off: nobody has the goods yet. */
export const mayBeCancelled = isBeforePickup;

/** States which a driver is looked for, or the order is sent out, once more when asked to. */
export const mayBeRedispatched = (state: DeliveryState) =>
  !['NOT_READY', 'ASSIGNED', 'PICKED_UP', 'DELIVERED'].includes(state);

/** Whether a cancellation is still to be carried out. One of a delivery that the engine has otherwise never is. */
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

/** States in which a dispatcher may end a delivery. */
export const mayBeEnded = (state: DeliveryState) => ['PENDING', 'ASSIGNED', 'PICKED_UP'].includes(state);
