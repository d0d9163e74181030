import { PostgresServer, RedisServer, TcpProxy } from '@driver-dispatch/local-servers';
import { makeKeys, ShopProcess, type Keys, type ShopEnvironment } from '@driver-dispatch/processes';
import { Redis } from 'ioredis';
import { Pool } from 'pg';
import { EngineProcess } from './engine-process';
import { WebhookGateway } from './webhook-gateway';

/**
 * A shop, engines, PostgreSQL that keeps what it commits, and Redis: each a process of its own, each connection
 * between them in our hands.
 */
export class World {
  private readonly dismissed: EngineProcess[] = [];

  private constructor(
    readonly keys: Keys,
    readonly postgres: PostgresServer,
    readonly redisServer: RedisServer,
    readonly engines: EngineProcess[],
    readonly shop: ShopProcess,
    /** From the engines to the shop. */
    readonly gateway: WebhookGateway,
    /** From the shop to the engines, whichever takes the connection. */
    readonly shopToEngines: TcpProxy,
    /** From the drivers and other callers to the engines. */
    readonly callersToEngines: TcpProxy,
    readonly engineDatabase: Pool,
    readonly shopDatabase: Pool,
    /** Looks, plants and flushes past the engines. */
    readonly redis: Redis,
    /** How long Vendure has to answer an engine. */
    readonly webhookTimeoutSeconds: number,
    /** Starts more engines, until they are dismissed. */
    readonly addEngines: (count: number) => Promise<void>,
    private readonly undo: (() => Promise<unknown>)[],
  ) {}

  static async start({
    engines: engineCount = 2,
    webhookTimeoutSeconds = 10,
    shopOptions = {} as Pick<ShopEnvironment, 'jobPollIntervalMs' | 'engineTimeoutMs'>,
    log = (_line: string): void => undefined,
  } = {}): Promise<World> {
    const keys = makeKeys();
    const started: (() => Promise<unknown>)[] = [];
    const undo = (stop: () => Promise<unknown>) => started.push(stop);
    try {
      log('Starting PostgreSQL (durable) and Redis ...');
      const postgres = await PostgresServer.start({ durable: true });
      undo(() => postgres.stop());
      const redisServer = await RedisServer.start();
      undo(() => redisServer.stop());
      const engineUrl = await postgres.createDatabase('engine');
      const shopUrl = await postgres.createDatabase('shop');

      const engines: EngineProcess[] = [];
      const ports = () => engines.filter(({ running }) => running).map(({ port }) => port);
      const shopToEngines = await TcpProxy.to(ports);
      const callersToEngines = await TcpProxy.to(ports);
      undo(() => Promise.all([shopToEngines.close(), callersToEngines.close()]));
      const shop: ShopProcess = await ShopProcess.create({
        databaseUrl: shopUrl,
        engineUrl: urlOf(shopToEngines.port),
        sendKeys: [keys.vendure[0]!],
        receiveKeys: keys.webhook,
        ...shopOptions,
      });
      const gateway = await WebhookGateway.start(() => shop.port, keys.webhook);
      undo(() => gateway.close());

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
      undo(() => Promise.all([shop.stop(), ...engines.map((engine) => engine.close())]));
      await Promise.all([shop.start(), addEngines(engineCount)]);
      const engineDatabase = pool(engineUrl);
      const shopDatabase = pool(shopUrl);
      const redis = new Redis(redisServer.url, { retryStrategy: () => 100, maxRetriesPerRequest: null });
      redis.on('error', () => undefined);
      undo(async () => {
        redis.disconnect();
        await Promise.all([engineDatabase.end(), shopDatabase.end()]);
      });
      return new World(
        ...([keys, postgres, redisServer, engines, shop, gateway, shopToEngines, callersToEngines] as const),
        ...([engineDatabase, shopDatabase, redis, webhookTimeoutSeconds] as const),
        addEngines,
        started,
      );
    } catch (error) {
      await stopAll(started);
      throw error;
    }
  }

  get engineUrl(): string {
    return urlOf(this.callersToEngines.port);
  }

  /** What a dead engine had in hand is another's by then, in ms: a lease, and a while to find what is overdue. */
  get takenOverWithinMs(): number {
    return this.leaseMs + 10_000;
  }

  /** How long an engine has the events of a delivery to itself, in ms. */
  get leaseMs(): number {
    return 2_000 * this.webhookTimeoutSeconds;
  }

  /** Secrets that somebody has written to a log. */
  get leaks(): string[] {
    return this.processes.flatMap(({ leaks }) => [...leaks]);
  }

  /** How many lines were searched for leaks. */
  get linesRead(): number {
    return this.processes.reduce((total, { linesRead }) => total + linesRead, 0);
  }

  private get processes(): (EngineProcess | ShopProcess)[] {
    return [...this.engines, ...this.dismissed, this.shop];
  }

  /** Ends the engines that were added last. */
  async dismissEngines(count: number): Promise<void> {
    const leaving = this.engines.splice(this.engines.length - count);
    this.dismissed.push(...leaving);
    await Promise.all(leaving.map((engine) => engine.close()));
  }

  /** Everything runs, and every connection is open, whatever was done before. */
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

  /** Stops everything, the last started first. */
  async stop(): Promise<void> {
    this.redisServer.thaw();
    this.engines.forEach((engine) => engine.thaw());
    await this.postgres.resume();
    await stopAll(this.undo);
  }
}

async function stopAll(started: (() => Promise<unknown>)[]): Promise<void> {
  let failure: unknown;
  for (const stop of started.reverse()) {
    await stop().catch((error: unknown) => (failure ??= error));
  }
  if (failure) {
    throw failure;
  }
}

function urlOf(port: number): string {
  return `http://127.0.0.1:${port}`;
}

function pool(url: string): Pool {
  const made = new Pool({ connectionString: url, max: 4 });
  // PostgreSQL is among what is killed.
  made.on('error', () => undefined);
  return made;
}
