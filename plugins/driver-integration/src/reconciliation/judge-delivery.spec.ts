import type { DeliveryState, ReconciledDelivery } from '@driver-dispatch/contract';
import { MISMATCHES, findMismatch } from './judge-delivery';

const AT = new Date();
const vendure = (
  ...[state, sequence, cancelled = false, answered = cancelled]: [DeliveryState, number, boolean?, boolean?]
) => ({
  state, sequence,
  cancelRequestedAt: cancelled ? AT : null,
  cancelAnsweredAt: answered ? AT : null,
  cancelRefusal: null,
  endedBy: null,
});
const refused = (state: DeliveryState, sequence: number) => ({
  ...vendure(state, sequence, true),
  cancelRefusal: 'No',
});
const ended = { ...vendure('FAILED', 3), endedBy: 'ops@example.com' };
const engine = (state: DeliveryState, sequence: number): ReconciledDelivery => ({
  submissionKey: 'k', known: true, deliveryId: 'd', state, sequence,
});
const nothing: ReconciledDelivery = { submissionKey: 'k', known: false };
const shown = (problem: string) => ({ act: 'show', problem });

describe('findMismatch', () => {
  it.each([
    ['equal', vendure('ASSIGNED', 1), engine('ASSIGNED', 1), { act: 'settle' }],
    ['about to be told', vendure('ASSIGNED', 1), engine('DELIVERED', 3), { act: 'nothing' }],
    ['lost by the engine before any event', vendure('PENDING', 0), nothing, { act: 'hand_over' }],
    ['lost after an event', vendure('ASSIGNED', 1), nothing, shown(MISMATCHES.unknown)],
    ['lost after its end', vendure('CANCELLED', 0), nothing, shown(MISMATCHES.unknown)],
    ['set back', vendure('PICKED_UP', 2), engine('ASSIGNED', 1), shown(MISMATCHES.behind)],
    ['another way', vendure('DELIVERED', 3), engine('FAILED', 3), shown(MISMATCHES.otherState)],
    ['being cancelled', vendure('PENDING', 0, true, false), nothing, { act: 'nothing' }],
    ['cancelled, and lost', vendure('PENDING', 0, true), nothing, { act: 'cancel' }],
    ['cancelled, and not any more', vendure('ASSIGNED', 1, true), engine('ASSIGNED', 1), { act: 'cancel' }],
    ['cancelled too late', vendure('PICKED_UP', 2, true), engine('PICKED_UP', 2), { act: 'settle' }],
    ['cancelled in time', vendure('CANCELLED', 1, true), engine('CANCELLED', 1), { act: 'settle' }],
    ['refused to be cancelled', refused('PENDING', 0), engine('PENDING', 0), { act: 'settle' }],
    ['refused to be cancelled, and lost', refused('PENDING', 0), nothing, { act: 'nothing' }],
    ['ended by a dispatcher, and open', ended, engine('ASSIGNED', 1), { act: 'end' }],
    ['ended by a dispatcher, and lost', ended, nothing, { act: 'settle' }],
  ])('what is %s', (_, delivery, answer, judgement) => {
    expect(findMismatch(delivery, answer)).toEqual(judgement);
  });
});
