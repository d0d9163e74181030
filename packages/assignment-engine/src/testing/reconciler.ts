import type { Redis } from 'ioredis';
import { RedisConnection } from '../redis/redis-connection';
import { COMPLETE_KEY } from '../redis/redis-keys';
import { RedisReconciler } from '../redis/redis-reconciler';
import { eventually, type TestEngine } from './test-engine';

export const reconcilerOf = (engine: TestEngine): RedisReconciler =>
  engine.running.application.get(RedisReconciler, { strict: false });

/** Waits until an engine searches the index. */
export async function untilTrusted(engine: TestEngine): Promise<void> {
  const reconciler = reconcilerOf(engine);
  await eventually(
    () => reconciler.indexTrusted,
    (trusted) => trusted,
  );
}

/** Builds an index anew that is not complete: a tick that had begun before the index was lost does not do it. */
export async function rebuild(engine: TestEngine, redis: Redis): Promise<void> {
  const reconciler = reconcilerOf(engine);
  await eventually(
    async () => {
      await reconciler.tick();
      return (await redis.exists(COMPLETE_KEY)) === 1 && reconciler.indexTrusted;
    },
    (rebuilt) => rebuilt,
  );
}

/**
 * Lets an engine's reconciler rest, which would put right by itself what a test takes from the index or plants in it.
 *
 * @returns what it rests by, until that is restored
 */
export async function restReconciler(engine: TestEngine): Promise<jest.SpyInstance> {
  const reconciler = reconcilerOf(engine);
  await reconciler.tick();
  return jest.spyOn(reconciler, 'tick').mockResolvedValue();
}

/** Gives Redis so many ms from now on for each answer to an engine. */
export function setRedisTimeout(engine: TestEngine, timeoutMs: number): void {
  Object.assign(engine.running.application.get(RedisConnection, { strict: false }), { timeoutMs });
}

/** Counts the commands for whose answer an engine waits. */
export function countRedisWaits(engine: TestEngine): () => number {
  const connection = engine.running.application.get(RedisConnection, { strict: false });
  const run = connection.run.bind(connection);
  let waits = 0;
  jest.spyOn(connection, 'run').mockImplementation((work) =>
    run((client) => {
      waits++;
      return work(client);
    }),
  );
  return () => waits;
}
