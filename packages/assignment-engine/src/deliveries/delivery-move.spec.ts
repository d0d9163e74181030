import { deliveryStateSchema, type DeliveryState } from '@driver-dispatch/contract';
import type { DeliveryEntity } from '../database/delivery.entity';
import { checkMove, type DeliveryMove } from './delivery-move';

const delivery = (state: DeliveryState) =>
  ({ id: 'd', state, driverId: state === 'PENDING' ? null : 'ada' }) as DeliveryEntity;
const move = (to: DeliveryState, driverId?: string): DeliveryMove => ({
  to,
  type: 'delivery.picked_up',
  actor: 'engine',
  driverId,
  data: {},
});

describe('checkMove', () => {
  const legal = [
    'PENDING>ASSIGNED',
    'PENDING>CANCELLED',
    'ASSIGNED>PICKED_UP',
    'ASSIGNED>FAILED',
    'ASSIGNED>CANCELLED',
    'PICKED_UP>DELIVERED',
    'PICKED_UP>FAILED',
  ];
  const states = deliveryStateSchema.options;

  it.each(states.flatMap((from) => states.map((to) => [from, to] as const)))('%s to %s', (from, to) => {
    if (from === to) {
      expect(checkMove(delivery(from), move(to))).toBe('repeat');
    } else if (legal.includes(`${from}>${to}`)) {
      expect(checkMove(delivery(from), move(to))).toBe('move');
    } else {
      expect(() => checkMove(delivery(from), move(to))).toThrow(
        expect.objectContaining({ code: 'illegal_transition', details: { state: from } }),
      );
    }
  });

  it('refuses another driver in every state', () => {
    expect(() => checkMove(delivery('ASSIGNED'), move('PICKED_UP', 'bob'))).toThrow(
      expect.objectContaining({ code: 'driver_mismatch', details: { state: 'ASSIGNED' } }),
    );
    expect(() => checkMove(delivery('DELIVERED'), move('DELIVERED', 'bob'))).toThrow(
      expect.objectContaining({ code: 'driver_mismatch' }),
    );
  });
});
