import type { ReconciledDelivery } from '@driver-dispatch/contract';
import type { DriverDelivery } from '../delivery/driver-delivery.entity';
import { FINISHED_STATES } from '../delivery/driver-delivery-state';

/** What is wrong where the engine has other than Vendure, for people to read. */
export const DISAGREEMENTS = {
  unknown: 'The engine does not know this delivery any more',
  behind: 'The engine has lost what it told of this delivery',
  otherState: 'The engine has this delivery in another state',
  otherOrder: 'The engine has another order under the submission key of this delivery',
} as const;

/** Whether the engine has another state or order than Vendure: its events can't end the delivery in Vendure. */
export function isOutOfSync({ disagreement }: Pick<DriverDelivery, 'disagreement'>): boolean {
  return disagreement !== null;
}

/**
 * What is to be done about a delivery. `nothing`: the engine is about to tell what Vendure lacks, or can't be told
 * anything new. `settle`: sequence and state are equal. `hand_over`: the engine is asked for a driver anew. `cancel`: it
 * is asked to cancel anew. `end`: it is asked to end what a dispatcher has ended. `show`: people have to look at it.
 */
export type Judgement =
  | { act: 'nothing' }
  | { act: 'settle' }
  | { act: 'hand_over' }
  | { act: 'cancel' }
  | { act: 'end' }
  | { act: 'show'; problem: string };

type Known = Pick<
  DriverDelivery,
  'state' | 'sequence' | 'cancelRequestedAt' | 'cancelAnsweredAt' | 'cancelRefusal' | 'endedBy'
>;

/**
 * Compares a delivery with what the engine has of it. The engine was asked after the delivery was read, so it can't be
 * behind unless it has lost something.
 */
export function judgeDelivery(delivery: Known, engine: ReconciledDelivery): Judgement {
  if (delivery.endedBy !== null) {
    return { act: engine.known && !isFinished(engine) ? 'end' : 'settle' };
  }
  if (delivery.cancelRequestedAt !== null && delivery.cancelAnsweredAt === null) {
    return { act: 'nothing' };
  }
  const cancelled = delivery.cancelRequestedAt !== null;
  // What the engine has refused it refuses again.
  const cancelAnew = cancelled && delivery.cancelRefusal === null;
  if (!engine.known) {
    if (delivery.sequence > 0 || isFinished(delivery)) {
      return { act: 'show', problem: DISAGREEMENTS.unknown };
    }
    if (cancelAnew) {
      return { act: 'cancel' };
    }
    return { act: cancelled ? 'nothing' : 'hand_over' };
  }
  if (engine.sequence < delivery.sequence) {
    return { act: 'show', problem: DISAGREEMENTS.behind };
  }
  if (engine.sequence === delivery.sequence && engine.state !== delivery.state) {
    return { act: 'show', problem: DISAGREEMENTS.otherState };
  }
  // The engine has answered the cancellation, and has forgotten it since.
  if (cancelAnew && mayBeCancelled(engine.state)) {
    return { act: 'cancel' };
  }
  return { act: engine.sequence === delivery.sequence ? 'settle' : 'nothing' };
}

function isFinished({ state }: { state: string }): boolean {
  return (FINISHED_STATES as string[]).includes(state);
}

function mayBeCancelled(state: string): boolean {
  return state === 'PENDING' || state === 'ASSIGNED';
}
