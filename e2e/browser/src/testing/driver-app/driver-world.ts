import {
  createLogger,
  readEngineOptions,
  startEngine,
  type RunningEngine,
} from '@driver-dispatch/assignment-engine';
import {
  DriverAppClient,
  generateSigningKey,
  getIdentity,
  newSubmissionKey,
  sellerOrderReadyMessage,
  SignedHttpClient,
  WEEKDAYS,
  type EventSink,
  type Point,
  type SellerOrder,
  type SellerOrderCancelled,
} from '@driver-dispatch/contract';
import { Logger } from '@nestjs/common';
import { eventually, freePort, PostgresServer } from '@driver-dispatch/local-servers';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ProofImageStore } from './proof-image-store';

const BUILD = join(__dirname, '..', '..', '..', '..', '..', 'dev-server', 'bin', 'driver-app.mjs');
const OPERATOR_KEY = 'operator-key-for-the-tests';

/** Deliveries of this channel are offered to drivers, the others are assigned. */
export const OFFERED_CHANNEL = 'offered';

/** Acknowledges all events, in place of Vendure. */
const sink: EventSink = {
  deliver: async (events) => events.map(({ id }) => ({ id, result: 'applied' })),
  reconcile: async () => ({ deliveries: [] }),
};

/** An engine that serves the driver app, and orders and images without a shop. */
export class DriverWorld {
  private orders = 0;

  private constructor(
    private readonly postgres: PostgresServer,
    private readonly engine: RunningEngine,
    private readonly vendure: SignedHttpClient,
    readonly drivers: DriverAppClient,
    readonly shop: ProofImageStore,
  ) {}

  /** Builds the app if necessary, and starts the servers. */
  static async start(): Promise<DriverWorld> {
    Logger.overrideLogger(false);
    await promisify(execFile)(process.execPath, [BUILD]);
    const [postgres, shop, port] = await Promise.all([
      PostgresServer.start(),
      ProofImageStore.start(),
      freePort(),
    ]);
    const url = `http://127.0.0.1:${port}`;
    const keys = { vendure: [generateSigningKey()], driverApp: [generateSigningKey()] };
    const configuration = readEngineOptions({
      database: { url: await postgres.createDatabase('engine') },
      http: { port, publicUrl: url },
      keys: { ...keys, operator: [OPERATOR_KEY] },
      drivers: { newDriverChannels: 'all' },
      assignment: { reassignment: true, channelModes: { [OFFERED_CHANNEL]: 'offer' } },
      // Longer than a test, so that no offer expires.
      offers: { seconds: 600 },
      proof: { imageUrl: shop.url, imageKeys: [generateSigningKey()] },
      // Longer than a test, so that no heartbeat expires.
      heartbeat: { ttlSeconds: 600 },
      logging: { level: 'error' },
    });
    const logger = createLogger(configuration.logging);
    const engine = await startEngine(configuration, { sink, logger, listen: true });
    return new DriverWorld(
      postgres,
      engine,
      new SignedHttpClient({ url, keys: keys.vendure }),
      new DriverAppClient({ url, keys: keys.driverApp }),
      shop,
    );
  }

  get url(): string {
    return this.engine.url!;
  }

  /** Registers a driver, and returns an invitation link. */
  async invite(driverId: string): Promise<string> {
    await this.drivers.register({ driverId, name: `Driver ${driverId}`, vehicle: { kind: 'BICYCLE' } });
    return this.inviteAgain(driverId);
  }

  /** Returns an invitation link for another device of a driver. */
  async inviteAgain(driverId: string): Promise<string> {
    return (await this.operate('POST', `/v1/drivers/${driverId}/invitations`)).link;
  }

  /** Submits an order with the pickup at a point. */
  async order(
    point: Point,
    { deliveryPin, channelId = '1' }: { deliveryPin?: string; channelId?: string } = {},
  ): Promise<{ deliveryId: string; order: SellerOrder }> {
    this.orders += 1;
    const order: SellerOrder = {
      submissionKey: newSubmissionKey(),
      sellerOrderId: `order-${this.orders}`,
      orderCode: `ORDER-${this.orders}`,
      channelId,
      pickup: {
        name: 'Backstube am Monbijou',
        point,
        address: { street: 'Oranienburger Straße 20', postalCode: '10178', city: 'Berlin' },
        phone: '+49 30 5550101',
        readyAt: new Date().toISOString(),
      },
      dropoff: {
        name: 'Mara Lindner',
        point: { lat: point.lat + 0.01, lon: point.lon },
        address: { street: 'Dresdener Straße 3', postalCode: '10115', city: 'Berlin' },
        phone: '+49 151 5550199',
        instructions: 'Third floor, the bell does not work',
        ...(deliveryPin && { deliveryPin }),
      },
    };
    const reply = await this.vendure.post(
      '/v1/webhooks/vendure',
      order.submissionKey,
      sellerOrderReadyMessage([order]),
    );
    return { deliveryId: (reply as { results: { deliveryId: string }[] }).results[0]!.deliveryId, order };
  }

  async cancel(order: SellerOrder): Promise<void> {
    const message: SellerOrderCancelled = {
      type: 'seller_order.cancelled',
      timestamp: new Date().toISOString(),
      data: getIdentity(order),
    };
    await this.vendure.post('/v1/webhooks/vendure', `cancel-${order.submissionKey}`, message);
  }

  /** Plans working hours as a dispatcher does: one period of this week, in the time zone of this process. */
  async planWork(driverId: string, start: Date, end: Date): Promise<void> {
    const time = (date: Date) => date.toTimeString().slice(0, 5);
    const weekday = WEEKDAYS[(start.getDay() + 6) % 7];
    const workingHours = [{ weekday, from: time(start), to: time(end) }];
    await this.operate('PATCH', `/v1/drivers/${driverId}`, { workingHours });
  }

  /** Signs a driver out on all devices. */
  async revokeSessions(driverId: string): Promise<void> {
    await this.operate('DELETE', `/v1/drivers/${driverId}/sessions`);
  }

  /** Reassigns a delivery as a dispatcher does. */
  async reassign(deliveryId: string, fromDriverId: string, driverId: string): Promise<void> {
    const choice = { driverId, fromDriverId, operator: 'Grace' };
    await this.operate('POST', `/v1/deliveries/${deliveryId}/reassign`, choice);
  }

  /** The offers of a delivery, newest first. */
  async offers(deliveryId: string): Promise<any[]> {
    return (await this.operate('GET', `/v1/offers?deliveryId=${deliveryId}`)).offers;
  }

  /** Sends a message to the driver of a delivery as a dispatcher does. */
  async write(deliveryId: string, text: string): Promise<void> {
    await this.operate('POST', `/v1/deliveries/${deliveryId}/messages`, { text, operator: 'Grace' });
  }

  driver(driverId: string): Promise<any> {
    return this.operate('GET', `/v1/drivers/${driverId}`);
  }

  /** Waits until a delivery is in a state. Returns the delivery with its timeline. */
  untilState(deliveryId: string, state: string): Promise<any> {
    return eventually(
      () => this.operate('GET', `/v1/deliveries/${deliveryId}`),
      (delivery) => delivery.state === state,
    );
  }

  async stop(): Promise<void> {
    this.vendure.close();
    this.drivers.close();
    this.shop.stop();
    await this.engine.close();
    await this.postgres.stop();
  }

  private async operate(method: string, path: string, body?: object): Promise<any> {
    const response = await fetch(this.url + path, {
      method,
      headers: {
        authorization: `Bearer ${OPERATOR_KEY}`,
        ...(body && { 'content-type': 'application/json' }),
      },
      body: body && JSON.stringify(body),
    });
    if (!response.ok) {
      throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    }
    return response.status === 204 ? undefined : response.json();
  }
}
