import {
  DispatchError,
  DriverAppClient,
  generateSigningKey,
  getIdentity,
  newSubmissionKey,
  SignedHttpClient,
  type DeliveryEvent,
  type DeliveryEventResult,
  type DeliveryIdentity,
  type DeliveryReceipt,
  type DeliveryState,
  type EventSink,
  type Point,
  type ReconcileDeliveries,
  type ReconcileReply,
  sellerOrderReadyMessage,
  type SellerOrder,
  type SellerOrderCancelled,
} from '@driver-dispatch/contract';
import { eventually } from '@driver-dispatch/local-servers';
import { Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { createLogger } from 'winston';
import Transport from 'winston-transport';
import { readEngineOptions, type EngineOptions } from '../configuration/engine-options';
import { startEngine, type RunningEngine } from '../start-engine';

export { eventually };

/** An event sink that records events in place of Vendure. Tests set `before` or `beforeBatch` to make it fail. */
export class RecordingSink implements EventSink {
  readonly events: DeliveryEvent[] = [];
  /** The events of each request. */
  readonly batches: DeliveryEvent[][] = [];
  /** Called before an event is applied. An error becomes the result of the event. */
  before: (event: DeliveryEvent) => void | Promise<void> = () => undefined;
  /** Called before a batch is read. An error fails the request. */
  beforeBatch: (events: DeliveryEvent[]) => void | Promise<void> = () => undefined;

  async deliver(events: DeliveryEvent[]): Promise<DeliveryEventResult[]> {
    this.batches.push(events);
    await this.beforeBatch(events);
    const results: DeliveryEventResult[] = [];
    for (const event of events) {
      results.push(await this.resultOf(event));
    }
    return results;
  }

  private async resultOf(event: DeliveryEvent): Promise<DeliveryEventResult> {
    try {
      await this.before(event);
    } catch (error) {
      const { code = 'internal', message, retryAfterSeconds } = error as DispatchError;
      return { id: event.id, result: 'error', error: { code, message, retryAfterSeconds } };
    }
    this.events.push(event);
    return { id: event.id, result: 'applied' };
  }

  /** Answers with the state of the last recorded event of each delivery. Deliveries without an event are unknown. */
  async reconcile({ data }: ReconcileDeliveries): Promise<ReconcileReply> {
    return {
      deliveries: data.deliveries.map(({ submissionKey }) => {
        const last = this.events.filter((event) => event.data.submissionKey === submissionKey).at(-1);
        return last
          ? { submissionKey, known: true, state: last.data.state, sequence: last.data.sequence }
          : { submissionKey, known: false };
      }),
    };
  }

  typesOf(submissionKey: string): string[] {
    return this.events.filter(({ data }) => data.submissionKey === submissionKey).map(({ type }) => type);
  }
}

class MemoryTransport extends Transport {
  constructor(private readonly lines: Record<string, unknown>[]) {
    super();
  }

  override log(info: Record<string, unknown>, done: () => void): void {
    this.lines.push(info);
    done();
  }
}

/** Options of an engine under test. Defaults: a free port and one key of each kind. */
export type TestedOptions = Omit<EngineOptions, 'http' | 'keys'> & {
  http?: Partial<NonNullable<EngineOptions['http']>>;
  keys?: Partial<TestEngine['keys']>;
};

/** A running engine with its own database, HTTP clients, recorded events and log lines. */
export class TestEngine {
  private closing: Promise<void> | undefined;

  private constructor(
    readonly running: RunningEngine,
    readonly databaseUrl: string,
    readonly url: string,
    readonly keys: Record<'vendure' | 'driverApp' | 'webhook' | 'operator' | 'metrics', string[]>,
    readonly sink: RecordingSink,
    readonly log: Record<string, unknown>[],
    readonly vendure: SignedHttpClient,
    readonly drivers: DriverAppClient,
  ) {}

  static async start(
    { http, keys: someKeys, ...options }: TestedOptions,
    sink: RecordingSink = new RecordingSink(),
  ): Promise<TestEngine> {
    Logger.overrideLogger(false);
    const keys = {
      vendure: [generateSigningKey()],
      driverApp: [generateSigningKey()],
      webhook: [generateSigningKey()],
      operator: ['an-operator-key-of-some-length'],
      metrics: ['a-metrics-key-of-some-length'],
      ...someKeys,
    };
    const log: Record<string, unknown>[] = [];
    const logger = createLogger({ level: 'debug', transports: [new MemoryTransport(log)] });
    const configuration = readEngineOptions({
      drivers: { newDriverChannels: 'all' },
      ...options,
      keys,
      http: { port: 0, ...http },
    });
    const running = await startEngine(configuration, { sink, logger, listen: true });
    const url = running.url!;
    return new TestEngine(
      ...([running, options.database.url, url, keys, sink, log] as const),
      new SignedHttpClient({ url, keys: clientKeys(keys.vendure) }),
      new DriverAppClient({ url, keys: clientKeys(keys.driverApp) }),
    );
  }

  get database(): DataSource {
    return this.running.application.get(DataSource);
  }

  /** Submits one order as Vendure does. Returns the receipt; throws the error of a refused order. */
  async submit(order: SellerOrder): Promise<any> {
    const { results } = await this.send(sellerOrderReadyMessage([order]));
    const error = DispatchError.fromBody(results[0]);
    if (error) {
      throw error;
    }
    return results[0];
  }

  /** Sends a signed message as Vendure does. Returns the reply. */
  async send(message: unknown): Promise<any> {
    return this.vendure.post('/v1/webhooks/vendure', `msg_${Math.random()}`, message);
  }

  /** Submits an order with the pickup at a point. Returns the receipt. */
  async order(point: Point, overrides: Partial<SellerOrder> = {}): Promise<DeliveryReceipt> {
    return this.submit(readyOrder(point, overrides));
  }

  /** Reads a delivery with its timeline and assignments, as an operator does. */
  async delivery(deliveryId: string): Promise<any> {
    return (await this.get(`/v1/deliveries/${deliveryId}`)).body;
  }

  /** Waits until a delivery is in a state. Returns the delivery. */
  async untilState(deliveryId: string, state: DeliveryState): Promise<any> {
    return eventually(
      () => this.delivery(deliveryId),
      (delivery) => delivery.state === state,
    );
  }

  /** Reads the row of a driver from the table `drivers`. */
  async row(driverId: string): Promise<any> {
    const [row] = await this.query('SELECT * FROM driver_dispatch.drivers WHERE id = $1', [driverId]);
    return row;
  }

  async query(statement: string, parameters: unknown[] = []): Promise<any[]> {
    return this.database.query(statement, parameters);
  }

  /** Sends a request with the operator key. Returns status and body, for error responses as well. */
  async operate(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; headers: Headers; body: any }> {
    const response = await fetch(this.url + path, {
      method,
      headers: {
        authorization: `Bearer ${this.keys.operator[0]}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    const reply = text === '' ? undefined : JSON.parse(text);
    return { status: response.status, headers: response.headers, body: reply };
  }

  /** Log lines of a level. */
  logged(level: string): Record<string, unknown>[] {
    return this.log.filter((line) => line.level === level);
  }

  /** Registers a driver and sets the driver AVAILABLE at a point. */
  async driverAt(driverId: string, point: Point, channels: string[] = []): Promise<void> {
    await this.drivers.register({ driverId, name: `Driver ${driverId}`, channels });
    await this.drivers.setStatus({ driverId, status: 'AVAILABLE', point });
  }

  async get(path: string, headers: Record<string, string> = {}): Promise<{ status: number; body: any }> {
    const response = await fetch(this.url + path, {
      headers: { authorization: `Bearer ${this.keys.operator[0]}`, ...headers },
    });
    return { status: response.status, body: await response.json() };
  }

  /** Closes the engine. Later calls return the same promise. */
  close(): Promise<void> {
    this.vendure.close();
    this.drivers.close();
    this.closing ??= this.running.close();
    return this.closing;
  }
}

/** A client needs a key even if the engine has none for it. */
const clientKeys = (keys: string[]) => (keys.length > 0 ? keys : [generateSigningKey()]);

let orders = 0;

/** Identity of each order that {@link readyOrder} created, by submission key. */
const identities = new Map<string, DeliveryIdentity>();

/** Creates a paid order with the pickup at a point. */
export function readyOrder(point: Point, overrides: Partial<SellerOrder> = {}): SellerOrder {
  const sellerOrderId = overrides.sellerOrderId ?? `order-${++orders}`;
  const order: SellerOrder = {
    submissionKey: newSubmissionKey(),
    sellerOrderId,
    orderCode: sellerOrderId.toUpperCase(),
    channelId: '1',
    pickup: { name: 'Store', point, address: { city: 'Berlin' }, readyAt: new Date().toISOString() },
    dropoff: { point: { lat: 52.5, lon: 13.4 }, address: { city: 'Berlin' } },
    ...overrides,
  };
  identities.set(order.submissionKey, getIdentity(order));
  return order;
}

/** Creates the cancellation of an order from {@link readyOrder}. */
export function createCancellation(submissionKey: string, reason?: string): SellerOrderCancelled {
  return {
    type: 'seller_order.cancelled',
    timestamp: new Date().toISOString(),
    data: { ...identities.get(submissionKey)!, reason },
  };
}
