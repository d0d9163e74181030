import { PostgresServer, RedisServer, TcpProxy } from '@driver-dispatch/local-servers';
import { makeKeys, ShopProcess, type Keys, type ShopEnvironment } from '@driver-dispatch/processes';
import { Redis } from 'ioredis';
import { Pool } from 'pg';
import { EngineProcess } from './engine-process';
import { WebhookGateway } from './webhook-gateway';

/**
 * The running system: a shop, engines, durable PostgreSQL, and Redis, each in its own process. Each connection between them
 * leads through a proxy.
 */
export class World {
  private readonly removedEngines: EngineProcess[] = [];

  private constructor(
    readonly keys: Keys,
    readonly postgres: PostgresServer,
    readonly redisServer: RedisServer,
    readonly engines: EngineProcess[],
    readonly shop: ShopProcess,
    /** From the engines to the shop. */
    readonly gateway: WebhookGateway,
    /** From the shop to the running engines. */
    readonly shopToEngines: TcpProxy,
    /** From drivers and other callers to the running engines. */
    readonly callersToEngines: TcpProxy,
    readonly engineDatabase: Pool,
    readonly shopDatabase: Pool,
    /** The test's own connection to Redis. */
    readonly redis: Redis,
    /** Webhook timeout of the engines in seconds. */
    readonly webhookTimeoutSeconds: number,
    /** Starts more engines. {@link removeEngines} stops them. */
    readonly addEngines: (count: number) => Promise<void>,
    private readonly cleanups: (() => Promise<unknown>)[],
  ) {}

  static async start({
    engines: engineCount = 2,
    webhookTimeoutSeconds = 10,
    shopOptions = {} as Pick<ShopEnvironment, 'jobPollIntervalMs' | 'engineTimeoutMs'>,
    log = (_line: string): void => undefined,
  } = {}): Promise<World> {
    const keys = makeKeys();
    const cleanups: (() => Promise<unknown>)[] = [];
    const onStop = (stop: () => Promise<unknown>) => cleanups.push(stop);
    try {
      log('Starting PostgreSQL (durable) and Redis ...');
      const postgres = await PostgresServer.start({ durable: true });
      onStop(() => postgres.stop());
      const redisServer = await RedisServer.start();
      onStop(() => redisServer.stop());
      const engineUrl = await postgres.createDatabase('engine');
      const shopUrl = await postgres.createDatabase('shop');

      const engines: EngineProcess[] = [];
      const ports = () => engines.filter(({ running }) => running).map(({ port }) => port);
      const shopToEngines = await TcpProxy.to(ports);
      const callersToEngines = await TcpProxy.to(ports);
      onStop(() => Promise.all([shopToEngines.close(), callersToEngines.close()]));
      const shop: ShopProcess = await ShopProcess.create({
        databaseUrl: shopUrl,
        engineUrl: createUrl(shopToEngines.port),
        sendKeys: [keys.vendure[0]!],
        receiveKeys: keys.webhook,
        ...shopOptions,
      });
      const gateway = await WebhookGateway.start(() => shop.port, keys.webhook);
      onStop(() => gateway.close());

      log(`Starting a Vendure shop and ${engineCount} engines ...`);
      const parts = {
        databaseUrl: engineUrl,
        redisUrl: redisServer.url,
        webhookUrl: gateway.url,
        keys,
        webhookTimeoutSeconds,
      };
      const addEngines = async (count: number) => {
        const first = engines.length + 1;
        const added = await Promise.all(
          Array.from({ length: count }, (_, i) => EngineProcess.create(String(first + i), parts)),
        );
        engines.push(...added);
        await Promise.all(added.map((engine) => engine.start()));
      };
      onStop(() => Promise.all([shop.stop(), ...engines.map((engine) => engine.close())]));
      await Promise.all([shop.start(), addEngines(engineCount)]);
      const engineDatabase = pool(engineUrl);
      const shopDatabase = pool(shopUrl);
      const redis = new Redis(redisServer.url, { retryStrategy: () => 100, maxRetriesPerRequest: null });
      redis.on('error', () => undefined);
      onStop(async () => {
        redis.disconnect();
        await Promise.all([engineDatabase.end(), shopDatabase.end()]);
      });
      return new World(
        ...([keys, postgres, redisServer, engines, shop, gateway, shopToEngines, callersToEngines] as const),
        ...([engineDatabase, shopDatabase, redis, webhookTimeoutSeconds] as const),
        addEngines,
        cleanups,
      );
    } catch (error) {
      await stopAll(cleanups);
      throw error;
    }
  }

  get engineUrl(): string {
    return createUrl(this.callersToEngines.port);
  }

  /** Time in which other engines take over the work of a dead one, in ms: a lease, and the time to find overdue rows. */
  get takenOverWithinMs(): number {
    return this.leaseMs + 10_000;
  }

  /** Duration of an engine's lease on the events of a delivery, in ms. */
  get leaseMs(): number {
    return 2_000 * this.webhookTimeoutSeconds;
  }

  /** Log lines that contain a secret. */
  get leaks(): string[] {
    return this.processes.flatMap(({ leaks }) => [...leaks]);
  }

  /** Number of log lines that were searched for secrets. */
  get linesRead(): number {
    return this.processes.reduce((total, { linesRead }) => total + linesRead, 0);
  }

  private get processes(): (EngineProcess | ShopProcess)[] {
    return [...this.engines, ...this.removedEngines, this.shop];
  }

  /** Stops the engines that were added last. */
  async removeEngines(count: number): Promise<void> {
    const removed = this.engines.splice(this.engines.length - count);
    this.removedEngines.push(...removed);
    await Promise.all(removed.map((engine) => engine.close()));
  }

  /** Removes all faults: starts every process and opens every connection. */
  async heal(): Promise<void> {
    this.redisServer.thaw();
    this.shopToEngines.heal();
    this.callersToEngines.heal();
    this.gateway.heal();
    if (!this.redisServer.running) {
      await this.redisServer.restart();
    }
    await this.postgres.resume();
    await Promise.all([this.shop, ...this.engines].map((process) => process.heal()));
  }

  /** Stops everything in reverse order of its start. */
  async stop(): Promise<void> {
    this.redisServer.thaw();
    this.engines.forEach((engine) => engine.thaw());
    await this.postgres.resume();
    await stopAll(this.cleanups);
  }
}

async function stopAll(cleanups: (() => Promise<unknown>)[]): Promise<void> {
  let failure: unknown;
  for (const stop of cleanups.reverse()) {
    await stop().catch((error: unknown) => (failure ??= error));
  }
  if (failure) {
    throw failure;
  }
}

function createUrl(port: number): string {
  return `http://127.0.0.1:${port}`;
}

function pool(url: string): Pool {
  const created = new Pool({ connectionString: url, max: 4 });
  // Faults kill PostgreSQL.
  created.on('error', () => undefined);
  return created;
}
