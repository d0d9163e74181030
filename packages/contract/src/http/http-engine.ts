import { randomUUID } from 'node:crypto';
import {
  reconcileReplySchema,
  type ReconcileDeliveries,
  type ReconcileReply,
} from '../messages/reconciliation';
import type { DeliveryReceipt, HealthReport } from '../messages/replies';
import { deliveryReceiptSchema, healthReportSchema } from '../messages/replies';
import type { SellerOrderMessage } from '../messages/seller-order-messages';
import type { EngineClient, EngineConnection } from '../ports/engine-client';
import { assertSigningKeys, type SigningKeys } from '../signatures/signing-keys';
import { MAX_RECONCILE_REPLY_BYTES, VENDURE_RECONCILE_PATH, VENDURE_WEBHOOK_PATH } from './paths';
import { HttpOperator } from './http-operator';
import { SignedHttpClient, type SignedHttpClientOptions } from './signed-http-client';

export interface HttpEngineOptions extends Omit<SignedHttpClientOptions, 'keys'> {
  keys: {
    /** Sign what Vendure sends to the engine; the engine knows them as its Vendure keys. */
    send: SigningKeys;
    /** Verify the engine's webhooks; the engine knows them as its webhook keys. */
    receive: SigningKeys;
    /**
     * One of the engine's operator keys: with it Vendure's Admin API shows and changes drivers, and what the engine
     * knows of deliveries.
     *
     * @default none, and the Admin API answers that there is none
     */
    operate?: string;
  };
}

/**
 * An engine that runs as a service of its own.
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
    connect: async () => new HttpEngineClient({ ...options, keys: options.keys.send }, operatorOf(options)),
  };
}

function operatorOf({ keys, ...options }: HttpEngineOptions): HttpOperator | undefined {
  return keys.operate === undefined ? undefined : new HttpOperator({ ...options, key: keys.operate });
}

class HttpEngineClient implements EngineClient {
  readonly sellerOrderReady = (message: SellerOrderMessage) => this.send(message);
  readonly sellerOrderUpdated = (message: SellerOrderMessage) => this.send(message);
  readonly sellerOrderCancelled = (message: SellerOrderMessage) => this.send(message);

  private readonly http: SignedHttpClient;
  private readonly reconciling: SignedHttpClient;

  constructor(
    options: SignedHttpClientOptions,
    readonly operator: HttpOperator | undefined,
  ) {
    this.http = new SignedHttpClient(options);
    this.reconciling = new SignedHttpClient({ ...options, maxReplyBytes: MAX_RECONCILE_REPLY_BYTES });
  }

  async reconcile(message: ReconcileDeliveries): Promise<ReconcileReply> {
    const reply = await this.reconciling.post(VENDURE_RECONCILE_PATH, randomUUID(), message);
    return reconcileReplySchema.parse(reply);
  }

  async health(): Promise<HealthReport> {
    return healthReportSchema.parse(await this.http.get('/health', 503));
  }

  async close(): Promise<void> {
    this.http.close();
    this.reconciling.close();
    this.operator?.close();
  }

  private async send(message: SellerOrderMessage): Promise<DeliveryReceipt> {
    return deliveryReceiptSchema.parse(await this.http.post(VENDURE_WEBHOOK_PATH, randomUUID(), message));
  }
}
