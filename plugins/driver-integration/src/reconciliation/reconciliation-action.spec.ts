import type { DeliveryState, ReconciledDelivery } from '@driver-dispatch/contract';
import { createProblem, type MismatchCode } from '../problems/problem';
import { chooseAction } from './reconciliation-action';

const AT = new Date();
const vendure = (
  ...[state, sequence, cancelled = false, answered = cancelled]: [DeliveryState, number, boolean?, boolean?]
) => ({
  state,
  sequence,
  cancelRequestedAt: cancelled ? AT : null,
  cancelAnsweredAt: answered ? AT : null,
  cancelRefusal: null,
  endedBy: null,
});
const rejected = (state: DeliveryState, sequence: number) => ({
  ...vendure(state, sequence, true),
  cancelRefusal: createProblem('ILLEGAL_TRANSITION', { state }),
});
const ended = { ...vendure('FAILED', 3), endedBy: 'ops@example.com' };
const engine = (state: DeliveryState, sequence: number): ReconciledDelivery => ({
  submissionKey: 'k',
  known: true,
  deliveryId: 'd',
  state,
  sequence,
});
const missing: ReconciledDelivery = { submissionKey: 'k', known: false };
const reported = (mismatch: MismatchCode) => ({ type: 'report', mismatch });

describe('chooseAction', () => {
  it.each([
    ['an equal delivery', vendure('ASSIGNED', 1), engine('ASSIGNED', 1), { type: 'confirm' }],
    ['more events', vendure('ASSIGNED', 1), engine('DELIVERED', 3), { type: 'none' }],
    ['a delivery lost before its first event', vendure('PENDING', 0), missing, { type: 'submit' }],
    ['a delivery lost after an event', vendure('ASSIGNED', 1), missing, reported('LOST_IN_ENGINE')],
    ['a delivery lost after its end', vendure('CANCELLED', 0), missing, reported('LOST_IN_ENGINE')],
    ['fewer events', vendure('PICKED_UP', 2), engine('ASSIGNED', 1), reported('EVENTS_LOST')],
    ['another state', vendure('DELIVERED', 3), engine('FAILED', 3), reported('STATE_DIFFERS')],
    ['a pending cancellation', vendure('PENDING', 0, true, false), missing, { type: 'none' }],
    ['a cancelled and lost delivery', vendure('PENDING', 0, true), missing, { type: 'cancel' }],
    ['a lost cancellation', vendure('ASSIGNED', 1, true), engine('ASSIGNED', 1), { type: 'cancel' }],
    ['a late cancellation', vendure('PICKED_UP', 2, true), engine('PICKED_UP', 2), { type: 'confirm' }],
    ['a confirmed cancellation', vendure('CANCELLED', 1, true), engine('CANCELLED', 1), { type: 'confirm' }],
    ['a rejected cancellation', rejected('PENDING', 0), engine('PENDING', 0), { type: 'confirm' }],
    ['a rejected cancellation of a lost delivery', rejected('PENDING', 0), missing, { type: 'none' }],
    ['a delivery ended by a dispatcher but open', ended, engine('ASSIGNED', 1), { type: 'end' }],
    ['a delivery ended by a dispatcher and lost', ended, missing, { type: 'confirm' }],
  ])('chooses the action for %s', (_, delivery, answer, action) => {
    expect(chooseAction(delivery, answer)).toEqual(action);
  });
});
