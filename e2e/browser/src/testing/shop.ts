import { DispatchError, DriverAppClient, type Point } from '@driver-dispatch/contract';
import {
  DASHBOARD_PATH,
  createGuestOrder,
  SELLERS,
  SHOP_API_PATH,
  Shopper,
  type GuestOrder,
  type PlacedOrder,
} from '@driver-dispatch/dev-server';
import { setTimeout as wait } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { Client } from 'pg';
import { signIn } from '../../../src/testing/sign-in';
import type { World } from '../world/world';
import {
  Administrator,
  canBeCancelled,
  type DeliveryInShop,
  type DeliveryState,
  type Store,
} from './administrator';

/** The parts of a shopper's address that a test sets. `null` as the point means an address without coordinates. */
type Address = Partial<Omit<GuestOrder['address'], 'point'>> & { point?: Point | null };

/** Maximum number of attempts to take a driver offline, 100 ms apart. */
const MAX_ATTEMPTS = 100;

/** The shop of a test file. {@link tidyUp} removes the orders and drivers of a test. */
export class Shop {
  private createdOrders: PlacedOrder[] = [];
  private createdDrivers: { driverId: string }[] = [];
  private orderCount = 0;

  private constructor(
    private readonly world: World,
    readonly administrator: Administrator,
    readonly drivers: DriverAppClient,
    /** Unique per test file. */
    private readonly run: string,
    /** The stores before the first test of the file. */
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

  /** Buys one seller's goods as a new guest. Returns the paid order. */
  async buyFrom(seller = SELLERS[0]!, address: Address = {}): Promise<PlacedOrder> {
    this.orderCount += 1;
    const guestOrder = createGuestOrder(this.orderCount, [seller], `${this.run}-${this.orderCount}`);
    const shopper = new Shopper(`${this.url}/${SHOP_API_PATH}`);
    const point = address.point === null ? NO_POINT : (address.point ?? guestOrder.address.point);
    const order = await shopper.buy({ ...guestOrder, address: { ...guestOrder.address, ...address, point } });
    this.createdOrders.push(order);
    return order;
  }

  /** Places an order and returns its delivery, which waits for a driver. */
  async waitingDelivery(address: Address = {}): Promise<DeliveryInShop> {
    return this.administrator.deliveryIn((await this.buyFrom(SELLERS[0], address)).id, 'PENDING');
  }

  /** Places an order whose address has no coordinates and is not found. Returns its delivery. */
  async unlocatedDelivery(): Promise<DeliveryInShop> {
    const { id } = await this.buyFrom(SELLERS[0], { point: null });
    return this.administrator.deliveryIn(id, 'NOT_LOCATED');
  }

  /** Registers an available driver at a point. */
  async driverAt(driverId: string, point: Point, name = `Driver ${driverId}`): Promise<void> {
    await this.register(driverId, name, [], 'BICYCLE');
    await this.drivers.setStatus({ driverId, status: 'AVAILABLE', point });
  }

  /** Registers an offline driver. @param channels ids of the served channels; empty for all */
  async register(driverId: string, name: string, channels: string[] = [], kind?: 'BICYCLE'): Promise<void> {
    this.createdDrivers.push({ driverId });
    await this.drivers.register({ driverId, name, channels, ...(kind ? { vehicle: { kind } } : {}) });
  }

  /** Signs a driver in on a device with the link of an invitation, as the driver app does. */
  async signIn(link: string, deviceName: string): Promise<void> {
    const invitation = new URL(link).hash.replace('#invitation=', '');
    await signIn(this.world.engineUrl, invitation, deviceName);
  }

  /** Takes a driver offline. An active delivery of the driver fails. */
  async takeOffline(driverId: string): Promise<void> {
    for (let attempts = 0; ; attempts += 1) {
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
        // The driver's task has changed since the heartbeat.
        if (!(error instanceof DispatchError) || attempts === MAX_ATTEMPTS) {
          throw error;
        }
        await wait(100);
      }
    }
  }

  /** The secret of a delivery's PIN, which the shop sends to the customer by e-mail. */
  async pinSecretOf(trackingCode: string): Promise<string> {
    const statement = 'SELECT "pinSecret" FROM driver_delivery WHERE "trackingCode" = $1';
    const [row] = await this.shopRows<{ pinSecret: string }>(statement, [trackingCode]);
    return row!.pinSecret;
  }

  /** Runs SQL in the shop's database. */
  shopRows<Row extends object>(statement: string, parameters: unknown[] = []): Promise<Row[]> {
    return getRows(this.world.shopDatabaseUrl, statement, parameters);
  }

  /** Runs SQL in the engine's database. */
  engineRows<Row extends object>(statement: string): Promise<Row[]> {
    return getRows(this.world.engineDatabaseUrl, statement);
  }

  /** Cancels the deliveries and takes offline the drivers that this class has created, and restores the stores. */
  async tidyUp(): Promise<void> {
    const [orders, drivers] = [this.createdOrders, this.createdDrivers];
    this.createdOrders = [];
    this.createdDrivers = [];
    const deliveries = await Promise.all(orders.map(({ id }) => this.administrator.deliveriesOf(id)));
    await this.end(deliveries.flat(), drivers);
    const stores = await this.administrator.stores();
    for (const store of this.stores.filter(
      (before) => !stores.some((now) => isDeepStrictEqual(now, before)),
    )) {
      await this.administrator.updateStore(store);
    }
  }

  /** Ends all open deliveries and takes all drivers offline. */
  async endOpenWork(): Promise<void> {
    const [deliveries, drivers] = await Promise.all([
      this.administrator.openDeliveries(),
      this.administrator.driversOnline(),
    ]);
    await this.end(deliveries, drivers);
  }

  /** Cancels deliveries, takes drivers offline, and waits until both have ended. */
  private async end(deliveries: DeliveryState[], drivers: { driverId: string }[]): Promise<void> {
    await this.administrator.cancel(...deliveries.filter(canBeCancelled).map(({ id }) => id));
    for (const { driverId } of drivers) {
      await this.takeOffline(driverId);
    }
    await this.administrator.untilFinished(deliveries.map(({ id }) => id));
  }

  close(): void {
    this.drivers.close();
  }
}

/** The point of an address without coordinates: both columns are null. */
const NO_POINT = { lat: null, lon: null } as unknown as Point;

async function getRows<Row extends object>(
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
