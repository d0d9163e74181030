import { PostgresServer, RedisServer } from '@driver-dispatch/local-servers';
import { Redis } from 'ioredis';
import type { EngineOptions } from '../configuration/engine-options';
import { untilTrusted } from './reconciler';
import { type RecordingSink, TestEngine, type TestedOptions } from './test-engine';

/** How long an engine waits for an answer of Redis, in ms: other suites use the same machine. */
export const REDIS_TIMEOUT_MS = 15_000;

export interface TestEngineOptions extends Partial<Omit<TestedOptions, 'redis'>> {
  sink?: RecordingSink;
  /** `false` starts an engine that has no Redis; fields given here are set beside the URL. */
  redis?: false | Partial<NonNullable<EngineOptions['redis']>>;
}

/** The servers of one spec file. A server that does not start fails the file. */
export class TestServers {
  private postgresServer: PostgresServer | undefined;
  private redisServer: RedisServer | undefined;
  private readonly closing: (() => Promise<unknown>)[] = [];
  private databases = 0;

  get postgres(): PostgresServer {
    return this.postgresServer!;
  }

  get redis(): RedisServer {
    return this.redisServer!;
  }

  async start(): Promise<void> {
    this.postgresServer = await PostgresServer.start();
    this.redisServer = await RedisServer.start();
  }

  /** URL of a database that nothing was written to. */
  database(): Promise<string> {
    return this.postgres.createDatabase(`engine_${++this.databases}`);
  }

  /**
   * An engine on a database of its own, unless one is named, and on a logical database of Redis that goes with
   * it: two engines share an index when they share their truth. It comes with an index that it trusts, unless the test
   * names a Redis, which may be none.
   */
  async engine({ sink, redis = {}, ...options }: TestEngineOptions = {}): Promise<TestEngine> {
    const database = options.database ?? { url: await this.database() };
    const url = this.redisUrl(database.url);
    const engine = await TestEngine.start(
      {
        heartbeat: { ttlSeconds: 600 },
        ...options,
        database,
        redis: redis === false ? undefined : { url, commandTimeoutMs: REDIS_TIMEOUT_MS, ...redis },
      },
      sink,
    );
    this.closing.push(() => engine.close());
    if (redis !== false && !('url' in redis)) {
      await untilTrusted(engine);
    }
    return engine;
  }

  /** A client that looks, plants and flushes past the engines of a database. */
  redisClient(databaseUrl: string): Redis {
    const client = new Redis(this.redisUrl(databaseUrl));
    // A test that kills Redis means it.
    client.on('error', () => undefined);
    this.closing.push(async () => client.disconnect());
    return client;
  }

  private redisUrl(databaseUrl: string): string {
    return `${this.redis.url}/${Number(/\d+$/.exec(databaseUrl)![0]) % 16}`;
  }

  /** Stops everything that was started, whatever fails on the way, then tells of the first failure. */
  async stop(): Promise<void> {
    this.redisServer?.thaw();
    const closed = await Promise.allSettled(this.closing.reverse().map((close) => close()));
    const stopped = await Promise.allSettled([this.redisServer?.stop(), this.postgresServer?.stop()]);
    const failed = [...closed, ...stopped].find((outcome) => outcome.status === 'rejected');
    if (failed) {
      throw failed.reason;
    }
  }
}

/** Servers that start before the file's first test and stop after its last, whether it failed or not. */
export function useTestServers(): TestServers {
  const servers = new TestServers();
  beforeAll(() => servers.start());
  afterAll(() => servers.stop());
  return servers;
}
