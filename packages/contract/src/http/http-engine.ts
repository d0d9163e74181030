import { randomUUID } from 'node:crypto';
import { DispatchError } from '../errors/dispatch-error';
import {
  eraseDeliveriesReplySchema,
  type EraseDeliveries,
  type EraseDeliveriesReply,
} from '../messages/erase-deliveries';
import {
  reconcileReplySchema,
  type ReconcileDeliveries,
  type ReconcileReply,
} from '../messages/reconciliation';
import type { DeliveryReceipt, HealthReport } from '../messages/replies';
import { deliveryReceiptSchema, healthReportSchema, submissionReplySchema } from '../messages/replies';
import {
  sellerOrderReadyMessage,
  type SellerOrder,
  type SellerOrderCancelled,
  type SellerOrderUpdated,
} from '../messages/seller-order-messages';
import type { EngineClient, EngineConnection, SubmissionResult } from '../ports/engine-client';
import { assertSigningKeys, type SigningKeys } from '../signatures/signing-keys';
import {
  MAX_RECONCILE_REPLY_BYTES,
  VENDURE_ERASE_PATH,
  VENDURE_RECONCILE_PATH,
  VENDURE_WEBHOOK_PATH,
} from './paths';
import { httpOperator, type HttpOperator } from './http-operator';
import { SignedHttpClient, type SignedHttpClientOptions } from './signed-http-client';

export interface HttpEngineOptions extends Omit<SignedHttpClientOptions, 'keys'> {
  keys: {
    /** Sign the messages from Vendure to the engine. Set the same keys in the engine as its Vendure keys. */
    send: SigningKeys;
    /** Verify the webhooks of the engine. Set the same keys in the engine as its webhook keys. */
    receive: SigningKeys;
    /**
     * An operator key of the engine. With it, the Admin API shows and changes drivers and shows the engine's data of
     * deliveries.
     *
     * @default none: those operations of the Admin API fail
     */
    operate?: string;
  };
}

/**
 * Connects to an engine that runs as a separate service.
 *
 * @example
 * ```ts
 * engine: httpEngine({
 *   url: 'http://localhost:3300',
 *   keys: { send: [process.env.VENDURE_KEYS!], receive: [process.env.WEBHOOK_KEYS!] },
 * })
 * ```
 */
export function httpEngine(options: HttpEngineOptions): EngineConnection {
  assertSigningKeys('keys.send', options.keys.send);
  assertSigningKeys('keys.receive', options.keys.receive);
  return {
    webhookKeys: options.keys.receive,
    connect: async () => new HttpEngineClient({ ...options, keys: options.keys.send }, getOperator(options)),
  };
}

function getOperator({ keys, ...options }: HttpEngineOptions): HttpOperator | undefined {
  return keys.operate === undefined ? undefined : httpOperator({ ...options, key: keys.operate });
}

class HttpEngineClient implements EngineClient {
  readonly sellerOrderUpdated = (message: SellerOrderUpdated) => this.send(message);
  readonly sellerOrderCancelled = (message: SellerOrderCancelled) => this.send(message);

  private readonly http: SignedHttpClient;

  constructor(
    options: SignedHttpClientOptions,
    readonly operator: HttpOperator | undefined,
  ) {
    this.http = new SignedHttpClient({ maxReplyBytes: MAX_RECONCILE_REPLY_BYTES, ...options });
  }

  async submit(orders: SellerOrder[]): Promise<SubmissionResult[]> {
    const reply = await this.http.post(VENDURE_WEBHOOK_PATH, randomUUID(), sellerOrderReadyMessage(orders));
    const { results } = submissionReplySchema.parse(reply);
    if (results.length !== orders.length) {
      throw new DispatchError('response_invalid', `${results.length} results for ${orders.length} orders`);
    }
    return results.map((result) => ('error' in result ? DispatchError.fromBody(result)! : result));
  }

  async reconcile(message: ReconcileDeliveries): Promise<ReconcileReply> {
    const reply = await this.http.post(VENDURE_RECONCILE_PATH, randomUUID(), message);
    return reconcileReplySchema.parse(reply);
  }

  async eraseDeliveries(message: EraseDeliveries): Promise<EraseDeliveriesReply> {
    const reply = await this.http.post(VENDURE_ERASE_PATH, randomUUID(), message);
    return eraseDeliveriesReplySchema.parse(reply);
  }

  async health(): Promise<HealthReport> {
    return healthReportSchema.parse(await this.http.get('/health', 503));
  }

  async close(): Promise<void> {
    this.http.close();
    this.operator?.close();
  }

  private async send(message: SellerOrderUpdated | SellerOrderCancelled): Promise<DeliveryReceipt> {
    return deliveryReceiptSchema.parse(await this.http.post(VENDURE_WEBHOOK_PATH, randomUUID(), message));
  }
}
