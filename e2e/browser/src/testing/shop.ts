import {
  DispatchError,
  DriverAppClient,
  SignedHttpClient,
  type Point,
  type ProofImageReply,
} from '@driver-dispatch/contract';
import {
  DASHBOARD_PATH,
  errandOf,
  SELLERS,
  SHOP_API_PATH,
  Shopper,
  type Errand,
  type PlacedOrder,
} from '@driver-dispatch/dev-server';
import { setTimeout as wait } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { Client } from 'pg';
import type { World } from '../world/world';
import {
  Administrator,
  mayBeCancelled,
  type DeliveryInShop,
  type DeliveryState,
  type Store,
} from './administrator';

/** A shopper's address with some of its parts chosen by the test. */
type Address = Partial<Omit<Errand['address'], 'point'>> & { point?: Point | null };

/** How often a driver who is just being assigned is asked to leave, a tenth of a second apart. */
const TRIES = 100;

/** The shop of a test file. {@link tidyUp} removes what a test has made. */
export class Shop {
  private madeOrders: PlacedOrder[] = [];
  private madeDrivers: { driverId: string }[] = [];
  private errands = 0;

  private constructor(
    private readonly world: World,
    readonly administrator: Administrator,
    readonly drivers: DriverAppClient,
    /** Unlike that of any other file. */
    private readonly run: string,
    /** As they were before the tests of the file. */
    private readonly stores: readonly Store[],
  ) {}

  static async of(world: World): Promise<Shop> {
    const driverApp = new DriverAppClient({ url: world.engineUrl, keys: world.driverAppKeys });
    const run = Date.now().toString(36);
    const administrator = await Administrator.of(world.shopUrl);
    return new Shop(world, administrator, driverApp, run, await administrator.stores());
  }

  get url(): string {
    return this.world.shopUrl;
  }

  get dashboardUrl(): string {
    return `${this.url}/${DASHBOARD_PATH}`;
  }

  /** A paid order of one seller's goods, by a new shopper. */
  async buyFrom(seller = SELLERS[0]!, address: Address = {}): Promise<PlacedOrder> {
    this.errands += 1;
    const errand = errandOf(this.errands, [seller], `${this.run}-${this.errands}`);
    const shopper = new Shopper(`${this.url}/${SHOP_API_PATH}`);
    const point = address.point === null ? NOWHERE : (address.point ?? errand.address.point);
    const order = await shopper.buy({ ...errand, address: { ...errand.address, ...address, point } });
    this.madeOrders.push(order);
    return order;
  }

  /** A paid order's delivery; while no driver is available it waits for one. */
  async waitingDelivery(address: Address = {}): Promise<DeliveryInShop> {
    return this.administrator.deliveryIn((await this.buyFrom(SELLERS[0], address)).id, 'PENDING');
  }

  /** A paid order's delivery whose address has no point and can't be found. */
  async unlocatedDelivery(): Promise<DeliveryInShop> {
    const { id } = await this.buyFrom(SELLERS[0], { point: null });
    return this.administrator.deliveryIn(id, 'NOT_LOCATED');
  }

  /** An available driver at a point, who does nothing without the test. */
  async driverAt(driverId: string, point: Point, name = `Driver ${driverId}`): Promise<void> {
    await this.register(driverId, name, [], 'bicycle');
    await this.drivers.setStatus({ driverId, status: 'AVAILABLE', point });
  }

  /** A driver who is offline. @param channels ids of the channels that the driver serves; none means all */
  async register(driverId: string, name: string, channels: string[] = [], kind?: 'bicycle'): Promise<void> {
    this.madeDrivers.push({ driverId });
    await this.drivers.register({ driverId, name, channels, ...(kind ? { vehicle: { kind } } : {}) });
  }

  /** Sends what a driver has taken a picture of, as the driver app's backend does; returns its address. */
  async sendPicture(deliveryId: string, driverId: string, jpeg: Buffer): Promise<string> {
    const client = new SignedHttpClient({ url: this.url, keys: this.world.imageKeys });
    const about = { type: 'delivery.proof_image', deliveryId, driverId, contentType: 'image/jpeg' };
    try {
      const message = { ...about, image: jpeg.toString('base64') };
      const reply = await client.post('/driver-dispatch/proof-images', 'picture', message);
      return (reply as ProofImageReply).url;
    } finally {
      client.close();
    }
  }

  /** Takes a driver offline, who gives up the delivery under way. */
  async takeOffline(driverId: string): Promise<void> {
    for (let tries = 0; ; tries += 1) {
      const { task, status } = await this.drivers.heartbeat(driverId);
      if (status === 'OFFLINE') {
        return;
      }
      try {
        if (task) {
          const { deliveryId } = task;
          await this.drivers.fail({ deliveryId, driverId, code: 'other', endShift: true });
        } else {
          await this.drivers.setStatus({ driverId, status: 'OFFLINE' });
        }
      } catch (error) {
        // The task changed in between.
        if (!(error instanceof DispatchError) || tries === TRIES) {
          throw error;
        }
        await wait(100);
      }
    }
  }

  /** The secret of a delivery's PIN, which the shop sends to the customer by e-mail. */
  async pinSecretOf(trackingCode: string): Promise<string> {
    const statement = 'SELECT "pinSecret" FROM driver_delivery WHERE "trackingCode" = $1';
    const [row] = await this.tamper<{ pinSecret: string }>(statement, [trackingCode]);
    return row!.pinSecret;
  }

  /** Reads or changes the shop's tables past the shop. */
  tamper<Row extends object>(statement: string, parameters: unknown[] = []): Promise<Row[]> {
    return rowsOf(this.world.shopDatabaseUrl, statement, parameters);
  }

  /** Reads the engine's tables. */
  engineRows<Row extends object>(statement: string): Promise<Row[]> {
    return rowsOf(this.world.engineDatabaseUrl, statement);
  }

  /** Cancels the deliveries and takes offline the drivers that these methods have made, and restores the stores. */
  async tidyUp(): Promise<void> {
    const [orders, drivers] = [this.madeOrders, this.madeDrivers];
    this.madeOrders = [];
    this.madeDrivers = [];
    const deliveries = await Promise.all(orders.map(({ id }) => this.administrator.deliveriesOf(id)));
    await this.end(deliveries.flat(), drivers);
    const stores = await this.administrator.stores();
    for (const store of this.stores.filter(
      (before) => !stores.some((now) => isDeepStrictEqual(now, before)),
    )) {
      await this.administrator.updateStore(store);
    }
  }

  /** Ends every open delivery and takes every driver offline, also those that other methods have made. */
  async endOpenWork(): Promise<void> {
    const [deliveries, drivers] = await Promise.all([
      this.administrator.openDeliveries(),
      this.administrator.driversOnline(),
    ]);
    await this.end(deliveries, drivers);
  }

  /** Cancels deliveries, takes drivers offline, and waits until both have ended. */
  private async end(deliveries: DeliveryState[], drivers: { driverId: string }[]): Promise<void> {
    await this.administrator.cancel(...deliveries.filter(mayBeCancelled).map(({ id }) => id));
    for (const { driverId } of drivers) {
      await this.takeOffline(driverId);
    }
    await this.administrator.untilFinished(deliveries.map(({ id }) => id));
  }

  close(): void {
    this.drivers.close();
  }
}

/** What an address has without a point: neither column is filled. */
const NOWHERE = { lat: null, lon: null } as unknown as Point;

async function rowsOf<Row extends object>(
  databaseUrl: string,
  statement: string,
  parameters: unknown[] = [],
): Promise<Row[]> {
  const client = new Client(databaseUrl);
  await client.connect();
  try {
    return (await client.query<Row>(statement, parameters)).rows;
  } finally {
    await client.end();
  }
}
