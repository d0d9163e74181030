import { randomUUID } from 'node:crypto';
import {
  DispatchError,
  DriverAppClient,
  sellerOrderReadyMessage,
  SignedHttpClient,
  signMessage,
  VENDURE_WEBHOOK_PATH,
  type DeliveryReceipt,
  type DriverReply,
  type Point,
  type SellerOrder,
  type SellerOrderCancelled,
  type SubmissionReply,
} from '@driver-dispatch/contract';
import type { DeskOrder, Keys } from '@driver-dispatch/processes';
import type { Request } from '../history/operation';
import { directIdentity } from './direct-identity';
import { HttpStatusError, type Recorded, type Recorder } from '../history/recorder';

/** Longer than the engine waits for anything of its own. */
const TIMEOUT_MS = 15_000;

export interface CallerOptions {
  /** Of the engines, whichever answers. */
  engineUrl: string;
  shopPort: number;
  keys: Keys;
}

/** Everything the world can be asked, each request recorded. */
export class Caller {
  private readonly drivers: DriverAppClient;
  private readonly vendure: SignedHttpClient;

  constructor(
    private readonly recorder: Recorder,
    private readonly options: CallerOptions,
  ) {
    const { engineUrl: url, keys } = options;
    const common = { url, timeoutMs: TIMEOUT_MS, maxSockets: 64 };
    this.drivers = new DriverAppClient({ ...common, keys: [keys.driverApp[0]!] });
    this.vendure = new SignedHttpClient({ ...common, keys: [keys.vendure[0]!] });
  }

  register(driverId: string, channels: string[] = []): Promise<Recorded<DriverReply>> {
    return this.record({ kind: 'register', driverId, channels }, () =>
      this.drivers.register({ driverId, name: `Driver ${driverId}`, channels }),
    );
  }

  setStatus(
    driverId: string,
    status: 'AVAILABLE' | 'OFFLINE',
    point?: Point,
  ): Promise<Recorded<DriverReply>> {
    return this.record({ kind: 'status', driverId, status, point }, () =>
      this.drivers.setStatus({ driverId, status, point }),
    );
  }

  reportLocation(driverId: string, point: Point): Promise<Recorded<void>> {
    return this.record({ kind: 'location', driverId, point }, () =>
      this.drivers.reportLocation({ driverId, point, recordedAt: new Date().toISOString() }),
    );
  }

  heartbeat(driverId: string): Promise<Recorded<DriverReply>> {
    return this.record({ kind: 'heartbeat', driverId }, () => this.drivers.heartbeat(driverId));
  }

  pickUp(deliveryId: string, driverId: string): Promise<Recorded<DeliveryReceipt>> {
    return this.record({ kind: 'pickUp', deliveryId, driverId }, () =>
      this.drivers.pickUp({ deliveryId, driverId }),
    );
  }

  complete(deliveryId: string, driverId: string, point?: Point): Promise<Recorded<DeliveryReceipt>> {
    return this.record({ kind: 'complete', deliveryId, driverId, point }, () =>
      this.drivers.complete({ deliveryId, driverId, point, proof: { kind: 'code', code: '1234' } }),
    );
  }

  fail(deliveryId: string, driverId: string, point?: Point): Promise<Recorded<DeliveryReceipt>> {
    return this.record({ kind: 'fail', deliveryId, driverId, point }, () =>
      this.drivers.fail({ deliveryId, driverId, point, code: 'other' }),
    );
  }

  /** An order that is paid in the shop, which asks the engine for a driver. */
  buy(order: DeskOrder): Promise<Recorded<unknown>> {
    return this.record(toRequest(order), () => this.desk('orders', order));
  }

  /** An order that is cancelled in the shop. */
  cancelOrder(code: string): Promise<Recorded<unknown>> {
    return this.record({ kind: 'cancelOrder', sellerOrderId: code }, () => this.desk('cancel', { code }));
  }

  /** Tells the shop where the store is that an order comes from. */
  async locate(code: string, pickup: Point): Promise<void> {
    await this.desk('locate', { code, pickup });
  }

  /** What the shop's scheduler does each minute. */
  async sweep(): Promise<void> {
    await this.desk('sweep', {});
  }

  /** Asks the engine itself, as the shop would. */
  ready(order: SellerOrder): Promise<Recorded<DeliveryReceipt>> {
    const { sellerOrderId, pickup, channelId, searchRadiusMetres = 5_000 } = order;
    return this.record(
      { kind: 'order', sellerOrderId, point: pickup.point, channelId, searchRadiusMetres },
      async () => {
        const message = sellerOrderReadyMessage([order]);
        const reply = await this.vendure.post(VENDURE_WEBHOOK_PATH, randomUUID(), message);
        const { results } = reply as SubmissionReply;
        const [result] = results;
        if ('error' in result!) {
          throw DispatchError.fromBody(result)!;
        }
        return result!;
      },
    );
  }

  /** Takes it back from the engine itself. */
  cancel(sellerOrderId: string): Promise<Recorded<DeliveryReceipt>> {
    const message: SellerOrderCancelled = {
      type: 'seller_order.cancelled',
      timestamp: new Date().toISOString(),
      data: directIdentity(sellerOrderId),
    };
    return this.record(
      { kind: 'cancel', sellerOrderId },
      () => this.vendure.post(VENDURE_WEBHOOK_PATH, randomUUID(), message) as Promise<DeliveryReceipt>,
    );
  }

  /**
   * Sends something that must change nothing.
   *
   * @param sign how it is signed; by default as the shop does
   */
  hostile(
    request: Omit<Extract<Request, { kind: 'hostile' }>, 'kind'>,
    path: string,
    body: string,
    { keys = this.options.keys.vendure, at = new Date(), altered = body }: HostileSignature = {},
  ): Promise<Recorded<unknown>> {
    return this.record({ kind: 'hostile', ...request }, async () => {
      const headers = { 'content-type': 'application/json', ...signMessage(keys, randomUUID(), body, at) };
      const reply = await readJson(
        await fetch(this.options.engineUrl + path, {
          method: 'POST',
          headers,
          body: altered,
          signal: timeout(),
        }),
      );
      const error = DispatchError.fromBody((reply as Partial<SubmissionReply> | undefined)?.results?.[0]);
      if (error) {
        throw error;
      }
      return reply;
    });
  }

  /** What an operator asks; not part of the history. */
  async operate(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(this.options.engineUrl + path, {
      method,
      headers: {
        authorization: `Bearer ${this.options.keys.operator[0]}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: timeout(),
    });
    return readJson(response);
  }

  /** The metrics of an engine, as text; not part of the history. */
  async scrape(engineUrl: string): Promise<string> {
    const headers = { authorization: `Bearer ${this.options.keys.operator[0]}` };
    const response = await fetch(`${engineUrl}/metrics`, { headers, signal: timeout() });
    return response.text();
  }

  close(): void {
    this.drivers.close();
    this.vendure.close();
  }

  private record<T>(request: Request, work: () => Promise<T>): Promise<Recorded<T>> {
    return this.recorder.run(request, work);
  }

  private async desk(action: string, body: unknown): Promise<unknown> {
    const response = await fetch(`http://127.0.0.1:${this.options.shopPort}/desk/${action}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: timeout(),
    });
    return readJson(response);
  }
}

interface HostileSignature {
  keys?: string[];
  at?: Date;
  /** What is sent in place of what was signed. */
  altered?: string;
}

const timeout = () => AbortSignal.timeout(TIMEOUT_MS);

function toRequest({ code, pickup, dropoff, searchRadiusMetres }: DeskOrder): Request {
  const point = pickup ?? dropoff;
  return { kind: 'order', sellerOrderId: code, point, channelId: '1', searchRadiusMetres };
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  const body: unknown = text === '' ? undefined : JSON.parse(text);
  if (!response.ok) {
    throw new HttpStatusError(response.status, body, response.headers);
  }
  return body;
}
