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
import type { TestOrder, Keys } from '@driver-dispatch/processes';
import type { Request } from '../history/operation';
import { directIdentity } from './direct-identity';
import { HttpStatusError, type Recorded, type Recorder } from '../history/recorder';

/** Longer than the engine's own timeouts. */
const TIMEOUT_MS = 15_000;

export interface CallerOptions {
  /** Leads to any of the engines. */
  engineUrl: string;
  shopPort: number;
  keys: Keys;
}

/** Client of the engines and the shop. Records each request in the history. */
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

  acceptOffer(offerId: string, driverId: string): Promise<Recorded<DriverReply>> {
    return this.record({ kind: 'acceptOffer', offerId, driverId }, () =>
      this.drivers.acceptOffer({ offerId, driverId }),
    );
  }

  declineOffer(offerId: string, driverId: string): Promise<Recorded<DriverReply>> {
    return this.record({ kind: 'declineOffer', offerId, driverId }, () =>
      this.drivers.declineOffer({ offerId, driverId, reason: 'other' }),
    );
  }

  pickUp(deliveryId: string, driverId: string): Promise<Recorded<DeliveryReceipt>> {
    return this.record({ kind: 'pickUp', deliveryId, driverId }, () =>
      this.drivers.pickUp({ deliveryId, driverId }),
    );
  }

  complete(deliveryId: string, driverId: string, point?: Point): Promise<Recorded<DeliveryReceipt>> {
    return this.record({ kind: 'complete', deliveryId, driverId, point }, () =>
      this.drivers.complete({ deliveryId, driverId, point, proof: { kind: 'pin', pin: '1234' } }),
    );
  }

  fail(deliveryId: string, driverId: string, point?: Point): Promise<Recorded<DeliveryReceipt>> {
    return this.record({ kind: 'fail', deliveryId, driverId, point }, () =>
      this.drivers.fail({ deliveryId, driverId, point, code: 'other' }),
    );
  }

  /** Places a paid order in the shop, which submits it to the engine. */
  buy(order: TestOrder): Promise<Recorded<unknown>> {
    return this.record(toRequest(order), () => this.postToShop('place', order));
  }

  /** Cancels an order in the shop. */
  cancelOrder(code: string): Promise<Recorded<unknown>> {
    return this.record({ kind: 'cancelOrder', sellerOrderId: code }, () =>
      this.postToShop('cancel', { code }),
    );
  }

  /** Sets the coordinates of an order's store in the shop. */
  async locate(code: string, pickup: Point): Promise<void> {
    await this.postToShop('locate', { code, pickup });
  }

  /** Runs the shop's sweep, a scheduled task that runs each minute in production. */
  async sweep(): Promise<void> {
    await this.postToShop('sweep', {});
  }

  /** Submits an order directly to the engine, as the shop does. */
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

  /** Cancels an order directly in the engine. */
  cancel(sellerOrderId: string, channelId?: string): Promise<Recorded<DeliveryReceipt>> {
    const message: SellerOrderCancelled = {
      type: 'seller_order.cancelled',
      timestamp: new Date().toISOString(),
      data: { ...directIdentity(sellerOrderId), ...(channelId && { channelId }) },
    };
    return this.record(
      { kind: 'cancel', sellerOrderId },
      () => this.vendure.post(VENDURE_WEBHOOK_PATH, randomUUID(), message) as Promise<DeliveryReceipt>,
    );
  }

  /**
   * Sends a message that must not change anything.
   *
   * @param sign how the message is signed; by default with the shop's keys
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

  /** Sends a request of an operator. Not recorded. */
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

  /** Returns the metrics of an engine as text. Not recorded. */
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

  private async postToShop(action: string, body: unknown): Promise<unknown> {
    const response = await fetch(`http://127.0.0.1:${this.options.shopPort}/test-orders/${action}`, {
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
  /** Body that is sent instead of the signed body. */
  altered?: string;
}

const timeout = () => AbortSignal.timeout(TIMEOUT_MS);

function toRequest({ code, pickup, dropoff, searchRadiusMetres }: TestOrder): Request {
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
