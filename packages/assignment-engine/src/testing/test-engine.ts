import {
  DispatchError,
  DriverAppClient,
  generateSigningKey,
  identityOf,
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
import { Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { createLogger } from 'winston';
import Transport from 'winston-transport';
import { readEngineOptions, type EngineOptions } from '../configuration/engine-options';
import { startEngine, type RunningEngine } from '../start-engine';

/** Receives events as Vendure would, and can be told to fail. */
export class RecordingSink implements EventSink {
  readonly events: DeliveryEvent[] = [];
  /** The requests, each with its events. */
  readonly batches: DeliveryEvent[][] = [];
  /** Called before an event is applied; what it throws is the event's result. */
  before: (event: DeliveryEvent) => void | Promise<void> = () => undefined;
  /** Called before a batch is read; what it throws fails the whole request. */
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

  /** Knows of each delivery the event it has taken last, and no delivery without one. */
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

/** Options of an engine under test, which has a free port and a key of each kind unless they say otherwise. */
export type TestedOptions = Omit<EngineOptions, 'http' | 'keys'> & {
  http?: Partial<NonNullable<EngineOptions['http']>>;
  keys?: Partial<TestEngine['keys']>;
};

/** An engine on a database of its own, with its clients, its events and its log. */
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

  /** Submits one order as Vendure does; resolves to the receipt. */
  async submit(order: SellerOrder): Promise<any> {
    const { results } = await this.send(sellerOrderReadyMessage([order]));
    const error = DispatchError.fromBody(results[0]);
    if (error) {
      throw error;
    }
    return results[0];
  }

  /** Sends a message as Vendure does; resolves to the reply. */
  async send(message: unknown): Promise<any> {
    return this.vendure.post('/v1/webhooks/vendure', `msg_${Math.random()}`, message);
  }

  /** Sends a paid order to be picked up at a point; resolves to the receipt. */
  async order(point: Point, overrides: Partial<SellerOrder> = {}): Promise<DeliveryReceipt> {
    return this.submit(readyOrder(point, overrides));
  }

  /** The delivery of a seller order as an operator reads it, with its timeline. */
  async delivery(deliveryId: string): Promise<any> {
    return (await this.get(`/v1/deliveries/${deliveryId}`)).body;
  }

  /** Waits until a delivery is in a state; resolves to the delivery. */
  async reaches(deliveryId: string, state: DeliveryState): Promise<any> {
    return eventually(
      () => this.delivery(deliveryId),
      (delivery) => delivery.state === state,
    );
  }

  /** A driver's row, column names and all. */
  async row(driverId: string): Promise<any> {
    const [row] = await this.query('SELECT * FROM driver_dispatch.drivers WHERE id = $1', [driverId]);
    return row;
  }

  async query(statement: string, parameters: unknown[] = []): Promise<any[]> {
    return this.database.query(statement, parameters);
  }

  /** What an operator asks for; resolves to the status and the reply, errors included. */
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
    return { status: response.status, headers: response.headers, body: await response.json() };
  }

  /** Log lines of a level. */
  logged(level: string): Record<string, unknown>[] {
    return this.log.filter((line) => line.level === level);
  }

  /** A driver on the road at a point. */
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

  /** Ends the engine; a test that ends its own does not hinder the end of the file's others. */
  close(): Promise<void> {
    this.vendure.close();
    this.drivers.close();
    this.closing ??= this.running.close();
    return this.closing;
  }
}

/** A client needs a key, also one whose requests the engine does not know. */
const clientKeys = (keys: string[]) => (keys.length > 0 ? keys : [generateSigningKey()]);

let orders = 0;

/** Every order that was made, by submission key. */
const made = new Map<string, DeliveryIdentity>();

/** A paid order to be picked up at a point. */
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
  made.set(order.submissionKey, identityOf(order));
  return order;
}

/** The cancellation of an order that {@link readyOrder} has made. */
export function cancellationOf(submissionKey: string, reason?: string): SellerOrderCancelled {
  return {
    type: 'seller_order.cancelled',
    timestamp: new Date().toISOString(),
    data: { ...made.get(submissionKey)!, reason },
  };
}

/** Far longer than any state takes on a busy machine, in ms. */
const NEVER_MS = 90_000;

/** Waits until a condition holds. Fails with the last value if it never does. */
export async function eventually<T>(probe: () => T | Promise<T>, holds: (value: T) => boolean): Promise<T> {
  const deadline = Date.now() + NEVER_MS;
  for (;;) {
    const value = await probe();
    if (holds(value)) {
      return value;
    }
    if (Date.now() > deadline) {
      throw new Error(`Not within ${NEVER_MS} ms; last seen: ${JSON.stringify(value)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
