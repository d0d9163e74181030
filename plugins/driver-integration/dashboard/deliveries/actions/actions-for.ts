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
  mayBeCancelled,
  mayBeEnded,
  mayBeRedispatched,
  type DeliveryState,
} from '../delivery-state';

interface Standing {
  state: DeliveryState;
  mayBeMarkedReady: boolean;
  mayBePlaced: boolean;
  mayBeReassigned: boolean;
  cancelRequestedAt: string | null;
  cancelRefusal: string | null;
  mismatch: string | null;
  engine: { codeLockedUntil: string | null };
}

const MARK_READY = { name: 'markReady', label: msg`Mark as ready`, icon: PackageCheckIcon } as const;
const PLACE = { name: 'place', label: msg`Place the drop-off`, icon: MapPinIcon } as const;
const ASSIGN = { name: 'assign', label: msg`Assign a driver`, icon: UserPlusIcon } as const;
const RESET_CODES = { name: 'resetCodes', label: msg`Take the code again`, icon: LockOpenIcon } as const;
const REASSIGN = {
  name: 'reassign',
  label: msg`Give it to another driver`,
  icon: ArrowRightLeftIcon,
} as const;
const CANCEL = { name: 'cancel', label: msg`Cancel the delivery`, icon: BanIcon } as const;
const END = { name: 'end', label: msg`End the delivery`, icon: FlagIcon } as const;
const REDISPATCH = { name: 'redispatch', icon: RotateCwIcon } as const;
const LOOK_AGAIN = { ...REDISPATCH, label: msg`Look for a driver now` } as const;
const SEND_AGAIN = { ...REDISPATCH, label: msg`Send out again` } as const;
const TRY_AGAIN = { ...REDISPATCH, label: msg`Try again` } as const;

/** Something that may be done about a delivery. */
export type DeliveryAction =
  | typeof MARK_READY
  | typeof PLACE
  | typeof ASSIGN
  | typeof REASSIGN
  | typeof RESET_CODES
  | typeof CANCEL
  | typeof END
  | typeof LOOK_AGAIN
  | typeof SEND_AGAIN
  | typeof TRY_AGAIN;

/** What may be done about a delivery as it stands, what is wanted most first. */
export function actionsFor(delivery: Standing): DeliveryAction[] {
  const { state, mayBeMarkedReady, mayBePlaced, mayBeReassigned, cancelRequestedAt, engine } = delivery;
  const actions: DeliveryAction[] = [];
  if (isBeingCancelled(delivery)) {
    return actions;
  }
  if (mayBeMarkedReady) {
    actions.push(MARK_READY);
  }
  if (engine.codeLockedUntil) {
    actions.push(RESET_CODES);
  }
  if (mayBeReassigned) {
    actions.push(REASSIGN);
  }
  if (mayBePlaced) {
    actions.push(PLACE);
  }
  if (state === 'PENDING') {
    actions.push(ASSIGN, LOOK_AGAIN);
  } else if (mayBeRedispatched(state)) {
    actions.push(state === 'FAILED' || state === 'CANCELLED' ? SEND_AGAIN : TRY_AGAIN);
  }
  if (mayBeEnded(state)) {
    actions.push(END);
  }
  if (mayBeCancelled(state) && cancelRequestedAt === null && delivery.mismatch === null) {
    actions.push(CANCEL);
  }
  return actions;
}
