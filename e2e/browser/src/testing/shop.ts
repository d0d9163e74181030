import { inProcessEngine } from '@driver-dispatch/assignment-engine';
import {
  DriverAppClient,
  generateSigningKey,
  SignedHttpClient,
  type Point,
  type ProofImageReply,
} from '@driver-dispatch/contract';
import {
  DASHBOARD_DIRECTORY,
  DASHBOARD_PATH,
  DriverFleet,
  errandOf,
  seedMarketplace,
  SELLERS,
  SHOP_API_PATH,
  shopConfig,
  Shopper,
  type PlacedOrder,
  type ShopConfigOptions,
} from '@driver-dispatch/dev-server';
import { freePort, PostgresServer } from '@driver-dispatch/local-servers';
import type {
  HandoverCodeStrategy,
  ReadinessMoment,
  ReadinessStrategy,
} from '@driver-dispatch/driver-integration-plugin';
import { bootstrap, JobQueueService, TransactionalConnection } from '@vendure/core';
import { setTimeout as sleep } from 'node:timers/promises';
import { MemoryAssets } from './memory-assets';

const PATIENCE_MS = 30_000;

/** Ready at the moment that is set. */
class SwitchedReadiness implements ReadinessStrategy {
  moment: ReadinessMoment = 'paid';

  isReady(_ctx: unknown, _order: unknown, moment: ReadinessMoment): boolean {
    return moment === this.moment;
  }
}

/** A code for the receivers of what is bought while it is wanted. */
class SwitchedCodes implements HandoverCodeStrategy {
  wanted = false;

  codeFor(): string | undefined {
    return this.wanted ? '471100' : undefined;
  }
}

/** The development shop with its dashboard, the engine in the process, on a PostgreSQL of its own. */
export class Shop {
  private errands = 0;
  private fleet: DriverFleet | undefined;

  private constructor(
    readonly url: string,
    readonly drivers: DriverAppClient,
    private readonly engine: { url: string; driverAppKeys: string[] },
    private readonly imageKeys: string[],
    private readonly app: Awaited<ReturnType<typeof bootstrap>>,
    private readonly postgres: PostgresServer,
    readonly readiness: SwitchedReadiness,
    readonly handoverCode: SwitchedCodes,
  ) {}

  static async open(integration: ShopConfigOptions['integration'] = {}): Promise<Shop> {
    const keys = {
      vendure: [generateSigningKey()],
      driverApp: [generateSigningKey()],
      operator: ['operator-key-for-the-tests'],
      webhook: [generateSigningKey()],
    };
    const imageKeys = [generateSigningKey()];
    const assets = new MemoryAssets();
    const [port, enginePort] = [await freePort(), await freePort()];
    const postgres = await PostgresServer.start();
    const readiness = new SwitchedReadiness();
    const handoverCode = new SwitchedCodes();
    const config = shopConfig({
      databaseUrl: await postgres.createDatabase('shop'),
      port,
      engine: inProcessEngine({
        database: { url: await postgres.createDatabase('engine') },
        http: { port: enginePort },
        keys,
        drivers: { newDriverChannels: 'all' },
        assignment: { reassignment: true },
        // Nobody who was put on the road for a test goes off it while the test takes its time.
        heartbeat: { ttlSeconds: 600 },
        logging: { level: 'error' },
      }),
      integration: { readiness, proof: { imageKeys, handoverCode }, reassignment: true, ...integration },
      dashboardDirectory: DASHBOARD_DIRECTORY,
    });
    const app = await bootstrap({
      ...config,
      apiOptions: { ...config.apiOptions, middleware: [assets.middleware] },
      assetOptions: { assetStorageStrategy: assets, assetPreviewStrategy: assets },
    });
    await app.get(JobQueueService).start();
    await seedMarketplace(app);
    const url = `http://127.0.0.1:${enginePort}`;
    return new Shop(
      `http://127.0.0.1:${port}`,
      new DriverAppClient({ url, keys: keys.driverApp }),
      { url, driverAppKeys: keys.driverApp },
      imageKeys,
      app,
      postgres,
      readiness,
      handoverCode,
    );
  }

  get dashboardUrl(): string {
    return `${this.url}/${DASHBOARD_PATH}`;
  }

  /** A paid order of one seller's goods, by somebody who has not bought before. */
  buyFrom(seller = SELLERS[0]!): Promise<PlacedOrder> {
    this.errands += 1;
    const errand = errandOf(this.errands, [seller], `browser-${this.errands}`);
    return new Shopper(`${this.url}/${SHOP_API_PATH}`).buy(errand);
  }

  /** A paid order's delivery whose address says nothing of where it is. */
  async unlocatedDelivery(): Promise<{ id: string; orderCode: string }> {
    this.errands += 1;
    const errand = errandOf(this.errands, [SELLERS[0]!], `browser-${this.errands}`);
    const point = { lat: null, lon: null } as unknown as Point;
    const shopper = new Shopper(`${this.url}/${SHOP_API_PATH}`);
    const order = await shopper.buy({ ...errand, address: { ...errand.address, point } });
    return this.deliveryOf(order, 'NOT_LOCATED');
  }

  /** A paid order's delivery that nobody takes, as long as no driver is on the road. */
  async waitingDelivery(): Promise<{ id: string; orderCode: string }> {
    return this.deliveryOf(await this.buyFrom(), 'PENDING');
  }

  private async deliveryOf(order: PlacedOrder, state: string): Promise<{ id: string; orderCode: string }> {
    const deadline = Date.now() + PATIENCE_MS;
    while (Date.now() < deadline) {
      const [delivery] = await this.app.get(TransactionalConnection).rawConnection.query(
        `SELECT delivery.id, delivery."orderCode" FROM driver_delivery delivery
          JOIN "order" ON "order".id = delivery."orderId"
         WHERE "order"."aggregateOrderId" = $1 AND delivery.state = $2`,
        [order.id, state],
      );
      if (delivery) {
        return { ...delivery, id: String(delivery.id) };
      }
      await sleep(100);
    }
    throw new Error(`The delivery of ${order.code} does not become ${state}`);
  }

  /** A driver on the road at a point, who does nothing by itself. */
  async driverAt(driverId: string, point: Point, name = `Driver ${driverId}`): Promise<void> {
    await this.drivers.register({ driverId, name, channels: [], vehicle: { kind: 'bicycle' } });
    await this.drivers.setStatus({ driverId, status: 'AVAILABLE', point });
  }

  /** Sends what a driver has taken a picture of, as the driver app's backend does; returns where it is. */
  async sendPicture(deliveryId: string, driverId: string, jpeg: Buffer): Promise<string> {
    const client = new SignedHttpClient({ url: this.url, keys: this.imageKeys });
    const about = { type: 'delivery.proof_image', deliveryId, driverId, contentType: 'image/jpeg' };
    try {
      const message = { ...about, image: jpeg.toString('base64') };
      return ((await client.post('/driver-dispatch/proof-images', 'picture', message)) as ProofImageReply)
        .url;
    } finally {
      client.close();
    }
  }

  /** Takes a driver off the road, who gives up what is under way. */
  async offTheRoad(driverId: string): Promise<void> {
    const { task } = await this.drivers.heartbeat(driverId);
    if (task) {
      await this.drivers.fail({ deliveryId: task.deliveryId, driverId, code: 'other' });
    }
    await this.drivers.setStatus({ driverId, status: 'OFFLINE' });
  }

  /** Drivers who work by themselves until the shop closes. */
  async startFleet(size: number, timeScale: number): Promise<void> {
    this.fleet = new DriverFleet({
      engineUrl: this.engine.url,
      keys: this.engine.driverAppKeys,
      size,
      around: SELLERS.map(({ store }) => store.point),
      driver: { timeScale },
    });
    await this.fleet.start();
  }

  /** Changes the shop's tables behind its back. */
  async tamper(statement: string, parameters: unknown[] = []): Promise<void> {
    await this.app.get(TransactionalConnection).rawConnection.query(statement, parameters);
  }

  async close(): Promise<void> {
    await this.fleet?.stop();
    this.drivers.close();
    await this.app.close();
    await this.postgres.stop();
  }
}
