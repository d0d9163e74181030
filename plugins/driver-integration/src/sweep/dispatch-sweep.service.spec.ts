import { Logger } from '@vendure/core';
import { DispatchSweepService } from './dispatch-sweep.service';

describe('DispatchSweepService', () => {
  it('runs every part, whichever of them fails', async () => {
    jest.spyOn(Logger, 'warn').mockImplementation();
    const away = async () => {
      throw new Error('the engine is away');
    };
    const sweep = new DispatchSweepService(
      { check: async () => ({ status: 'down' }) } as never,
      { recover: away } as never,
      { sweep: async () => ({ takenUp: 1 }) } as never,
      { reconcile: away } as never,
      { follow: async () => ({ leftBehind: 2 }) } as never,
      { deleteUnused: async () => ({ deleted: 3 }) } as never,
    );
    expect(await sweep.sweep()).toEqual({
      health: { status: 'down' },
      unsubmittedOrders: { failed: 'the engine is away' },
      submissions: { takenUp: 1 },
      reconciliation: { failed: 'the engine is away' },
      fulfillment: { leftBehind: 2 },
      proofImages: { deleted: 3 },
    });
    expect(Logger.warn).toHaveBeenCalledTimes(2);
  });
});
