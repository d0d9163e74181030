import { inProcessEngine } from '@driver-dispatch/assignment-engine';
import { DriverAppClient, httpEngine, type Point } from '@driver-dispatch/contract';
import { seedMarketplace, shopConfig, Shopper, type ShopConfigOptions } from '@driver-dispatch/dev-server';
import { freePort, PostgresServer, RedisServer } from '@driver-dispatch/local-servers';
import { Child, ENGINE_COMMAND, keyVariables, makeKeys, type Keys } from '@driver-dispatch/processes';
import type { VendureConfig } from '@vendure/core';
import {
  createTestEnvironment,
  testConfig,
  type SimpleGraphQLClient,
  type TestServer,
} from '@vendure/testing';
import { FastPasswordHashingStrategy } from './fast-password-hashing-strategy';

/** Path of the shop for proof images. */
export const PROOF_IMAGES_PATH = '/driver-dispatch/proof-images';

export type EngineMode = 'in-process' | 'service';

/** The marketplace of the dev server with one of the two kinds of engine, on its own PostgreSQL and Redis. */
export class MarketplaceUnderTest {
  private readonly engineProcess = new Child('The engine');

  private constructor(
    readonly mode: EngineMode,
    readonly port: number,
    private readonly enginePort: number,
    readonly keys: Keys,
    private readonly postgres: PostgresServer,
    readonly redis: RedisServer,
    readonly server: TestServer,
    readonly admin: SimpleGraphQLClient,
    readonly drivers: DriverAppClient,
  ) {}

  static async start(
    mode: EngineMode,
    integration: ShopConfigOptions['integration'] = {},
    plugins: NonNullable<VendureConfig['plugins']> = [],
  ): Promise<MarketplaceUnderTest> {
    const keys = makeKeys();
    const [port, enginePort] = [await freePort(), await freePort()];
    const postgres = await PostgresServer.start();
    const redis = await RedisServer.start();
    const databaseUrl = await postgres.createDatabase('engine');
    const engineUrl = `http://127.0.0.1:${enginePort}`;
    const engine =
      mode === 'service'
        ? httpEngine({
            url: engineUrl,
            keys: { send: keys.vendure, receive: keys.webhook, operate: keys.operator[0] },
            timeoutMs: 3000,
          })
        : inProcessEngine({
            database: { url: databaseUrl },
            redis: { url: redis.url, commandTimeoutMs: 5_000 },
            http: { port: enginePort, publicUrl: engineUrl },
            proof: getPermits(integration, port),
            keys,
            drivers: { newDriverChannels: 'all' },
            assignment: { reassignment: true },
            logging: { level: 'error' },
          });
    const shop = shopConfig({
      databaseUrl: await postgres.createDatabase('shop'),
      port,
      corsOrigins: [engineUrl],
      engine,
      integration,
    });
    const { entityOptions, logger } = testConfig;
    const authOptions = {
      ...testConfig.authOptions,
      ...shop.authOptions,
      passwordHashingStrategy: new FastPasswordHashingStrategy(),
    };
    const apiOptions = { ...testConfig.apiOptions, ...shop.apiOptions };
    const config = {
      ...testConfig,
      ...shop,
      plugins: [...shop.plugins!, ...plugins],
      apiOptions,
      authOptions,
      entityOptions,
      logger,
    } as typeof testConfig;
    const { server, adminClient } = createTestEnvironment(config);
    const marketplace = new MarketplaceUnderTest(
      ...([mode, port, enginePort, keys, postgres, redis, server, adminClient] as const),
      new DriverAppClient({ url: engineUrl, keys: keys.driverApp }),
    );
    try {
      if (mode === 'service') {
        await marketplace.startEngine();
      }
      await server.bootstrap();
      await seedMarketplace(server.app);
      await adminClient.asSuperAdmin();
    } catch (error) {
      await marketplace.stop();
      throw error;
    }
    return marketplace;
  }

  get shopper(): Shopper {
    return new Shopper(`http://127.0.0.1:${this.port}/shop-api`);
  }

  get engineUrl(): string {
    return `http://127.0.0.1:${this.enginePort}`;
  }

  get eventsUrl(): string {
    return `http://127.0.0.1:${this.port}/driver-dispatch/events`;
  }

  /** Runs a reconciliation of some deliveries, or of all, as the engine's operator. @returns the report */
  async reconcile(submissionKeys?: string[]): Promise<any> {
    const response = await fetch(`${this.engineUrl}/v1/reconcile`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.keys.operator[0]}`, 'content-type': 'application/json' },
      body: JSON.stringify({ submissionKeys }),
    });
    return response.json();
  }

  /** Returns rows of the engine's database. */
  engineRows<Row extends object>(statement: string): Promise<Row[]> {
    return this.postgres.rows<Row>('engine', statement);
  }

  /** Starts the engine's process and waits until it is healthy. */
  async startEngine(): Promise<void> {
    const env = {
      DATABASE_URL: this.postgres.url('engine'),
      REDIS_URL: this.redis.url,
      REDIS_COMMAND_TIMEOUT_MS: '5000',
      HOST: '127.0.0.1',
      PORT: String(this.enginePort),
      ...keyVariables(this.keys),
      WEBHOOK_URL: this.eventsUrl,
      PUBLIC_URL: this.engineUrl,
      REASSIGNMENT: 'true',
      NEW_DRIVER_CHANNELS: 'all',
    };
    await this.engineProcess.run({ script: ENGINE_COMMAND, args: ['serve'], secrets: [], env }, () =>
      fetch(`${this.engineUrl}/health`).then(({ ok }) => ok),
    );
  }

  killEngine(): Promise<void> {
    return this.engineProcess.kill();
  }

  /** Registers a driver and sets the driver AVAILABLE at a point. */
  async startShift(driverId: string, point: Point, name = `Driver ${driverId}`): Promise<void> {
    await this.drivers.register({ driverId, name, channels: [], vehicle: { kind: 'BICYCLE' } });
    await this.drivers.setStatus({ driverId, status: 'AVAILABLE', point });
  }

  /** Fails the drivers' deliveries and sets the drivers OFFLINE. */
  async endShifts(...driverIds: string[]): Promise<void> {
    for (const driverId of driverIds) {
      const { task } = await this.drivers.heartbeat(driverId);
      if (task) {
        await this.drivers.fail({ deliveryId: task.deliveryId, driverId, code: 'other' });
      }
      await this.drivers.setStatus({ driverId, status: 'OFFLINE' });
    }
  }

  async stop(): Promise<void> {
    this.drivers.close();
    await this.server.destroy();
    await this.killEngine();
    await this.redis.stop();
    await this.postgres.stop();
  }
}

/** Options of an engine whose drivers may upload proof images to the shop, if the shop accepts images. */
function getPermits(integration: ShopConfigOptions['integration'], port: number) {
  const imageKeys = integration?.proof?.imageKeys;
  return imageKeys && { imageKeys: [...imageKeys], imageUrl: `http://127.0.0.1:${port}${PROOF_IMAGES_PATH}` };
}
