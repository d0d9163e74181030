import type { DataSource } from 'typeorm';
import { createLogger } from 'winston';
import { Metrics } from '../observability/metrics';
import { MissedWrites } from './missed-writes';
import type { RedisConnection } from './redis-connection';
import { RedisReconciler } from './redis-reconciler';
import type { RedisService } from './redis.service';

const NO_DRIFT = { missing: 0, unavailable: 0, misplaced: 0, wrong_status: 0, stale: 0, unknown: 0 };

/** A reconciler with fakes for Redis and PostgreSQL. The fake PostgreSQL returns a driver for every requested id. */
function startReconciler() {
  let disconnect = () => undefined as void;
  const connection = {
    enabled: true,
    state: 'up',
    probe: async () => undefined,
    onRecovery: () => undefined,
    onDisconnect: (listener: () => void) => (disconnect = listener),
  };
  const state = { ready: true, comparedRecently: true };
  const service = {
    indexState: async () => state,
    noteComparison: async () => undefined,
    beginRebuilding: async () => 'one',
    markReady: async () => true,
    applyStatuses: async (_drivers: readonly unknown[]) => ({ changed: 0, drift: NO_DRIFT, newer: [] }),
    scanIndexed: async () => ({ cursor: '0', driverIds: [] as string[] }),
    remove: async () => undefined,
  };
  const row = { status: 'BUSY', statusVersion: '2', statusSince: new Date(), channels: [] };
  const query = async (text: string, [ids]: unknown[] = []) =>
    text.includes('lock') ? [{ locked: true }] : Array.isArray(ids) ? ids.map((id) => ({ ...row, id })) : [];
  const dataSource = { query, transaction: (work: (manager: unknown) => Promise<void>) => work({ query }) };
  const missed = new MissedWrites();
  const reconciler = new RedisReconciler(
    connection as unknown as RedisConnection,
    service as unknown as RedisService,
    missed,
    dataSource as unknown as DataSource,
    new Metrics(),
    createLogger({ silent: true }),
  );
  return { reconciler, missed, service, state, disconnect: () => disconnect() };
}

describe('indexReady', () => {
  it('is false while missed writes are repeated', async () => {
    const { reconciler, missed, service } = startReconciler();
    await reconciler.tick();
    expect(reconciler.indexReady).toBe(true);

    const seen: boolean[] = [];
    const { applyStatuses } = service;
    service.applyStatuses = (drivers) => {
      seen.push(reconciler.indexReady);
      return applyStatuses(drivers);
    };
    missed.add(['a']);
    await reconciler.tick();
    expect(seen).toEqual([false]);
    expect(reconciler.indexReady).toBe(true);
  });

  it('is false after the connection was lost during a comparison', async () => {
    const { reconciler, service, state, disconnect } = startReconciler();
    await reconciler.tick();
    state.comparedRecently = false;
    const { scanIndexed } = service;
    service.scanIndexed = () => {
      disconnect();
      return scanIndexed();
    };
    await reconciler.tick();
    expect(reconciler.indexReady).toBe(false);
    service.scanIndexed = scanIndexed;
    await reconciler.tick();
    expect(reconciler.indexReady).toBe(true);
  });
});

describe('missed writes', () => {
  it('are repeated in batches and kept after a failure', async () => {
    const { reconciler, missed, service } = startReconciler();
    await reconciler.tick();
    const sizes: number[] = [];
    const { applyStatuses } = service;
    service.applyStatuses = async (drivers) => {
      if (sizes.push(drivers.length) === 2) {
        throw new Error('Redis unavailable');
      }
      return applyStatuses(drivers);
    };
    missed.add(Array.from({ length: 1_200 }, (_, i) => `d${i}`));
    await reconciler.tick();
    expect([sizes, missed.none]).toEqual([[250, 250], false]);
    await reconciler.tick();
    expect([sizes, missed.none]).toEqual([[250, 250, 250, 250, 250, 200], true]);
  });
});
