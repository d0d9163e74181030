import type { Redis } from 'ioredis';
import { RedisConnection } from '../redis/redis-connection';
import { READY_KEY } from '../redis/redis-keys';
import { RedisReconciler } from '../redis/redis-reconciler';
import { eventually, type TestEngine } from './test-engine';

export const getReconciler = (engine: TestEngine): RedisReconciler =>
  engine.running.application.get(RedisReconciler, { strict: false });

/** Waits until an engine uses the availability index for searches. */
export async function untilIndexReady(engine: TestEngine): Promise<void> {
  const reconciler = getReconciler(engine);
  await eventually(
    () => reconciler.indexReady,
    (ready) => ready,
  );
}

/** Rebuilds the availability index. Repeats the tick, because one that started before the data loss does not rebuild. */
export async function rebuild(engine: TestEngine, redis: Redis): Promise<void> {
  const reconciler = getReconciler(engine);
  await eventually(
    async () => {
      await reconciler.tick();
      return (await redis.exists(READY_KEY)) === 1 && reconciler.indexReady;
    },
    (rebuilt) => rebuilt,
  );
}

/**
 * Pauses the reconciler of an engine, so that it does not repair an index that a test has changed.
 *
 * @returns the spy; `mockRestore()` resumes the reconciler
 */
export async function pauseReconciler(engine: TestEngine): Promise<jest.SpyInstance> {
  const reconciler = getReconciler(engine);
  await reconciler.tick();
  return jest.spyOn(reconciler, 'tick').mockResolvedValue();
}

/** Changes the Redis command timeout of a running engine, in ms. */
export function setRedisTimeout(engine: TestEngine, timeoutMs: number): void {
  Object.assign(engine.running.application.get(RedisConnection, { strict: false }), { timeoutMs });
}

/** Counts the Redis commands that an engine waits for. */
export function countRedisCommands(engine: TestEngine): () => number {
  const connection = engine.running.application.get(RedisConnection, { strict: false });
  const run = connection.run.bind(connection);
  let commands = 0;
  jest.spyOn(connection, 'run').mockImplementation((work) =>
    run((client) => {
      commands++;
      return work(client);
    }),
  );
  return () => commands;
}
