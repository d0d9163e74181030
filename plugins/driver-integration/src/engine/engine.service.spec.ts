import type { EngineClient } from '@driver-dispatch/contract';
import type { ProcessContext } from '@vendure/core';
import type { DriverIntegrationConfiguration } from '../configuration/options';
import type { EventApplierService } from '../events/event-applier.service';
import type { KnownDeliveriesService } from '../events/known-deliveries.service';
import { EngineService } from './engine.service';

function service(connect: () => Promise<EngineClient>) {
  const configuration = { engine: { connect } } as unknown as DriverIntegrationConfiguration;
  return new EngineService(
    {} as EventApplierService,
    {} as KnownDeliveriesService,
    { isServer: true } as unknown as ProcessContext,
    configuration,
  );
}

describe('EngineService', () => {
  it('connects once for concurrent calls', async () => {
    const connect = jest.fn().mockResolvedValue({});
    const engine = service(connect);
    const [first, second] = await Promise.all([engine.client(), engine.client()]);
    expect(second).toBe(first);
    expect(connect).toHaveBeenCalledTimes(1);
  });

  it('retries after a failed connection', async () => {
    const client = {};
    const connect = jest.fn().mockRejectedValueOnce(new Error('no database')).mockResolvedValue(client);
    const engine = service(connect);
    await expect(engine.client()).rejects.toThrow('no database');
    await expect(engine.client()).resolves.toBe(client);
  });
});
