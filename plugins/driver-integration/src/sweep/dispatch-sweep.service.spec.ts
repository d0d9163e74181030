import { Logger } from '@vendure/core';
import { DispatchSweepService } from './dispatch-sweep.service';

describe('DispatchSweepService', () => {
  it('runs every part if some fail', async () => {
    jest.spyOn(Logger, 'warn').mockImplementation();
    const failing = async () => {
      throw new Error('the engine is unavailable');
    };
    const sweep = new DispatchSweepService(
      { check: async () => ({ status: 'down' }) } as never,
      { recover: failing } as never,
      { sweep: async () => ({ claimed: 1 }) } as never,
      { reconcile: failing } as never,
      { sync: async () => ({ outOfSync: 2 }) } as never,
      { deleteUnused: async () => ({ deleted: 3 }) } as never,
      { erase: async () => ({ erased: 4 }) } as never,
    );
    expect(await sweep.sweep()).toEqual({
      health: { status: 'down' },
      unsubmittedOrders: { failed: 'the engine is unavailable' },
      submissions: { claimed: 1 },
      reconciliation: { failed: 'the engine is unavailable' },
      fulfillment: { outOfSync: 2 },
      proofImages: { deleted: 3 },
      personalData: { erased: 4 },
    });
    expect(Logger.warn).toHaveBeenCalledTimes(2);
  });
});
