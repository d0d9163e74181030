import type { DeliveryEvent } from '@driver-dispatch/contract';
import { AssignmentQueue } from './assignment-queue';

const assigned = (id: string, driver: string, type = 'delivery.assigned') =>
  ({
    id,
    type,
    data: { sellerOrderId: `o${id}`, deliveryId: `d${id}`, driver: { id: driver } },
  }) as DeliveryEvent;

describe('AssignmentQueue', () => {
  it('returns each assignment once, before and after it arrives', async () => {
    const queue = new AssignmentQueue();
    await queue.deliver([assigned('1', 'ada')]);
    await queue.deliver([assigned('1', 'ada')]);
    await queue.deliver([assigned('2', 'bruno', 'delivery.picked_up')]);
    expect(await queue.next(10)).toEqual({ sellerOrderId: 'o1', deliveryId: 'd1', driverId: 'ada' });
    const next = queue.next(1_000);
    await queue.deliver([assigned('3', 'cem')]);
    expect((await next).driverId).toBe('cem');
  });

  it('rejects after the timeout', async () => {
    await expect(new AssignmentQueue().next(5)).rejects.toThrow('within 5 ms');
  });
});
