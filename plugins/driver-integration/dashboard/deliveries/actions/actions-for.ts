import { msg } from '@lingui/core/macro';
import {
  ArrowRightLeftIcon,
  BanIcon,
  FlagIcon,
  LockOpenIcon,
  MapPinIcon,
  PackageCheckIcon,
  RotateCwIcon,
  UserPlusIcon,
} from 'lucide-react';
import {
  isBeingCancelled,
  canBeCancelled,
  canBeEnded,
  canBeRedispatched,
  type DeliveryState,
} from '../delivery-state';

interface ActionableDelivery {
  state: DeliveryState;
  canBeMarkedReady: boolean;
  canSetDropoff: boolean;
  canBeReassigned: boolean;
  cancelRequestedAt: string | null;
  cancelRefusal: object | null;
  mismatch: string | null;
  engine: { pinLockedUntil: string | null };
}

const MARK_READY = { name: 'markReady', label: msg`Mark as ready`, icon: PackageCheckIcon } as const;
const SET_DROPOFF = { name: 'setDropoff', label: msg`Set drop-off location`, icon: MapPinIcon } as const;
const ASSIGN = { name: 'assign', label: msg`Assign driver`, icon: UserPlusIcon } as const;
const RESET_PIN_ATTEMPTS = {
  name: 'resetPinAttempts',
  label: msg`Reset PIN attempts`,
  icon: LockOpenIcon,
} as const;
const REASSIGN = { name: 'reassign', label: msg`Reassign`, icon: ArrowRightLeftIcon } as const;
const CANCEL = { name: 'cancel', label: msg`Cancel delivery`, icon: BanIcon } as const;
const END = { name: 'end', label: msg`End delivery`, icon: FlagIcon } as const;
const REDISPATCH = { name: 'redispatch', icon: RotateCwIcon } as const;
const SEARCH_AGAIN = { ...REDISPATCH, label: msg`Search for a driver now` } as const;
const REDELIVER = { ...REDISPATCH, label: msg`Redeliver` } as const;
const RETRY = { ...REDISPATCH, label: msg`Retry` } as const;

/** An action that the dashboard offers for a delivery. */
export type DeliveryAction =
  | typeof MARK_READY
  | typeof SET_DROPOFF
  | typeof ASSIGN
  | typeof REASSIGN
  | typeof RESET_PIN_ATTEMPTS
  | typeof CANCEL
  | typeof END
  | typeof SEARCH_AGAIN
  | typeof REDELIVER
  | typeof RETRY;

/** Returns the actions that the current state of a delivery allows, most urgent first. */
export function actionsFor(delivery: ActionableDelivery): DeliveryAction[] {
  const { state, canBeMarkedReady, canSetDropoff, canBeReassigned, cancelRequestedAt, engine } = delivery;
  const actions: DeliveryAction[] = [];
  if (isBeingCancelled(delivery)) {
    return actions;
  }
  if (canBeMarkedReady) {
    actions.push(MARK_READY);
  }
  if (engine.pinLockedUntil) {
    actions.push(RESET_PIN_ATTEMPTS);
  }
  if (canBeReassigned) {
    actions.push(REASSIGN);
  }
  if (canSetDropoff) {
    actions.push(SET_DROPOFF);
  }
  if (state === 'PENDING') {
    actions.push(ASSIGN, SEARCH_AGAIN);
  } else if (canBeRedispatched(state)) {
    actions.push(state === 'FAILED' || state === 'CANCELLED' ? REDELIVER : RETRY);
  }
  if (canBeEnded(state)) {
    actions.push(END);
  }
  if (canBeCancelled(state) && cancelRequestedAt === null && delivery.mismatch === null) {
    actions.push(CANCEL);
  }
  return actions;
}
