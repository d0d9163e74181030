import type { DeliveryEvent } from '@driver-dispatch/contract';
import { DriverDelivery } from '../deliveries/driver-delivery.entity';
import { getSteps } from './event-steps';

const event = (sequence: number, type: string, data: object = {}) =>
  ({
    id: `e-${sequence}-${type}`,
    type,
    timestamp: '2026-03-04T05:06:07.000Z',
    data: { deliveryId: 'd', sequence, ...data },
  }) as DeliveryEvent;

const stored = () => new DriverDelivery({ id: 1, sequence: 1, state: 'ASSIGNED', driverName: 'Ada' });
const pickedUp = event(2, 'delivery.picked_up', { state: 'PICKED_UP' });
const cancelled = event(3, 'delivery.cancelled', { state: 'CANCELLED' });

describe('getSteps', () => {
  it('applies events in sequence, each to the state after the previous event', () => {
    const delivery = stored();
    const { steps, earlier, gaps } = getSteps(delivery, [pickedUp, cancelled]);
    expect(steps.map(({ before, after }) => [before.state, after.state, after.sequence])).toEqual([
      ['ASSIGNED', 'PICKED_UP', 2],
      ['PICKED_UP', 'CANCELLED', 3],
    ]);
    expect(steps[1]!.after).toMatchObject({ id: 1, driverName: 'Ada' });
    expect(delivery).toMatchObject({ state: 'ASSIGNED', sequence: 1 });
    expect([earlier, gaps]).toEqual([[], []]);
  });

  it('separates applied events and sequence gaps', () => {
    const assigned = event(1, 'delivery.assigned');
    const result = getSteps(stored(), [cancelled, assigned, pickedUp, pickedUp]);
    expect(result.gaps).toMatchObject([
      { event: cancelled, error: { code: 'sequence_gap', details: { expected: 2, received: 3 } } },
    ]);
    expect(result.earlier).toEqual([assigned, pickedUp]);
    expect(result.steps.map((step) => step.event)).toEqual([pickedUp]);
  });
});
