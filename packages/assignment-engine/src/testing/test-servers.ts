import { PostgresServer, RedisServer } from '@driver-dispatch/local-servers';
import { Redis } from 'ioredis';
import type { EngineOptions } from '../configuration/engine-options';
import { untilIndexReady } from './reconciler';
import { type RecordingSink, TestEngine, type TestedOptions } from './test-engine';

/** Redis command timeout of test engines, in ms. Long, because other suites use the same machine. */
export const REDIS_TIMEOUT_MS = 15_000;

export interface TestEngineOptions extends Partial<Omit<TestedOptions, 'redis'>> {
  sink?: RecordingSink;
  /** `false` starts the engine without Redis. Fields are merged with the default URL and timeout. */
  redis?: false | Partial<NonNullable<EngineOptions['redis']>>;
}

/** PostgreSQL and Redis of one spec file. The file fails if a server does not start. */
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

  /** Creates an empty database and returns its URL. */
  database(): Promise<string> {
    return this.postgres.createDatabase(`engine_${++this.databases}`);
  }

  /**
   * Starts an engine. Default: a new PostgreSQL database and the logical Redis database with the same number, so that
   * engines on the same database share an availability index. Waits until the index is in use, unless the test sets
   * `redis` to `false` or passes its own `url`.
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
      await untilIndexReady(engine);
    }
    return engine;
  }

  /** A Redis client on the logical database of the engines that use a PostgreSQL database. */
  redisClient(databaseUrl: string): Redis {
    const client = new Redis(this.redisUrl(databaseUrl));
    // Tests that kill Redis cause connection errors.
    client.on('error', () => undefined);
    this.closing.push(async () => client.disconnect());
    return client;
  }

  private redisUrl(databaseUrl: string): string {
    return `${this.redis.url}/${Number(/\d+$/.exec(databaseUrl)![0]) % 16}`;
  }

  /** Stops all engines, clients and servers, then throws the first error. */
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

/** Starts the servers before the first test of a spec file and stops them after the last one. */
export function useTestServers(): TestServers {
  const servers = new TestServers();
  beforeAll(() => servers.start());
  afterAll(() => servers.stop());
  return servers;
}
