import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import type { BadgeProps } from '@vendure/dashboard';
import type { ResultOf } from '../graphql/graphql';
import type { deliveryStatesDocument } from './delivery-documents';

export type DeliveryState = ResultOf<
  typeof deliveryStatesDocument
>['driverDispatchStatus']['states'][number]['state'];

const LABELS = {
  NOT_READY: msg`Not ready`,
  NOT_LOCATED: msg`Not located`,
  HANDOVER: msg`Handing over`,
  REFUSED: msg`Refused`,
  PENDING: msg`Waiting for a driver`,
  ASSIGNED: msg`On the way to the store`,
  PICKED_UP: msg`On the way to the door`,
  DELIVERED: msg`Delivered`,
  FAILED: msg`Failed`,
  CANCELLED: msg`Cancelled`,
} satisfies Record<DeliveryState, unknown>;

const BADGES: Record<DeliveryState, BadgeProps['variant']> = {
  NOT_READY: 'outline',
  NOT_LOCATED: 'destructive',
  HANDOVER: 'secondary',
  REFUSED: 'destructive',
  PENDING: 'warning',
  ASSIGNED: 'default',
  PICKED_UP: 'default',
  DELIVERED: 'success',
  FAILED: 'destructive',
  CANCELLED: 'secondary',
};

/** All states, in the order in which a delivery goes through them. */
export const DELIVERY_STATES = Object.keys(LABELS) as DeliveryState[];

/** The badge a state is shown with. */
export const badgeOf = (state: DeliveryState) => BADGES[state];

/** States in which a delivery may be called off: nobody has the goods yet. */
export const mayBeCancelled = (state: DeliveryState) =>
  !['PICKED_UP', 'DELIVERED', 'FAILED', 'CANCELLED'].includes(state);

/** States which a driver is looked for, or the order is sent out, once more when asked to. */
export const mayBeRedispatched = (state: DeliveryState) =>
  !['NOT_READY', 'ASSIGNED', 'PICKED_UP', 'DELIVERED'].includes(state);

/** What a state is called, in the language of the dashboard. */
export function useStateLabel(): (state: DeliveryState) => string {
  const { t } = useLingui();
  return (state) => t(LABELS[state]);
}
