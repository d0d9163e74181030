import type { DeliveryEvent } from '@driver-dispatch/contract';
import { AssignmentBoard } from './assignment-board';

const assigned = (id: string, driver: string, type = 'delivery.assigned') =>
  ({
    id,
    type,
    data: { sellerOrderId: `o${id}`, deliveryId: `d${id}`, driver: { id: driver } },
  }) as DeliveryEvent;

describe('AssignmentBoard', () => {
  it('hands out what came before and what comes later, each once', async () => {
    const board = new AssignmentBoard();
    await board.deliver([assigned('1', 'ada')]);
    await board.deliver([assigned('1', 'ada')]);
    await board.deliver([assigned('2', 'bruno', 'delivery.picked_up')]);
    expect(await board.next(10)).toEqual({ sellerOrderId: 'o1', deliveryId: 'd1', driverId: 'ada' });
    const next = board.next(1_000);
    await board.deliver([assigned('3', 'cem')]);
    expect((await next).driverId).toBe('cem');
  });

  it('does not wait for ever', async () => {
    await expect(new AssignmentBoard().next(5)).rejects.toThrow('within 5 ms');
  });
});
