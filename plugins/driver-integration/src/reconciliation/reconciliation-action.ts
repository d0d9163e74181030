import type { ReconciledDelivery } from '@driver-dispatch/contract';
import type { DriverDelivery } from '../deliveries/driver-delivery.entity';
import { FINISHED_STATES } from '../deliveries/driver-delivery-state';
import type { MismatchCode } from '../problems/problem';

/**
 * Action of the reconciliation for a delivery:
 *
 * - `none`: the engine will send the missing events, or nothing can be done
 * - `confirm`: sequence and state are equal
 * - `submit`: submit the delivery again
 * - `cancel`: send the cancellation again
 * - `end`: end the delivery in the engine, as a dispatcher has ended it in Vendure
 * - `report`: show the mismatch to dispatchers
 */
export type ReconciliationAction =
  | { type: 'none' }
  | { type: 'confirm' }
  | { type: 'submit' }
  | { type: 'cancel' }
  | { type: 'end' }
  | { type: 'report'; mismatch: MismatchCode };

type Known = Pick<
  DriverDelivery,
  'state' | 'sequence' | 'cancelRequestedAt' | 'cancelAnsweredAt' | 'cancelRefusal' | 'endedBy'
>;

/**
 * Compares a delivery with the engine's reply. The delivery was read before the request, so the engine has fewer events only
 * if it has lost some.
 */
export function chooseAction(delivery: Known, engine: ReconciledDelivery): ReconciliationAction {
  if (delivery.endedBy !== null) {
    return { type: engine.known && !isFinished(engine) ? 'end' : 'confirm' };
  }
  if (delivery.cancelRequestedAt !== null && delivery.cancelAnsweredAt === null) {
    return { type: 'none' };
  }
  const cancelled = delivery.cancelRequestedAt !== null;
  // A rejected cancellation would be rejected again.
  const resendCancellation = cancelled && delivery.cancelRefusal === null;
  if (!engine.known) {
    if (delivery.sequence > 0 || isFinished(delivery)) {
      return { type: 'report', mismatch: 'LOST_IN_ENGINE' };
    }
    if (resendCancellation) {
      return { type: 'cancel' };
    }
    return { type: cancelled ? 'none' : 'submit' };
  }
  if (engine.sequence < delivery.sequence) {
    return { type: 'report', mismatch: 'EVENTS_LOST' };
  }
  if (engine.sequence === delivery.sequence && engine.state !== delivery.state) {
    return { type: 'report', mismatch: 'STATE_DIFFERS' };
  }
  // The engine accepted the cancellation but has lost it since.
  if (resendCancellation && isCancellable(engine.state)) {
    return { type: 'cancel' };
  }
  return { type: engine.sequence === delivery.sequence ? 'confirm' : 'none' };
}

function isFinished({ state }: { state: string }): boolean {
  return (FINISHED_STATES as string[]).includes(state);
}

function isCancellable(state: string): boolean {
  return state === 'PENDING' || state === 'ASSIGNED';
}
