import { randomUUID } from 'node:crypto';
import type { DeliveryEvent } from '../messages/delivery-events';
import {
  reconcileReplySchema,
  type ReconcileDeliveries,
  type ReconcileReply,
} from '../messages/reconciliation';
import type { EventSink } from '../ports/event-sink';
import { EVENTS_RECONCILE_PATH, MAX_RECONCILE_REPLY_BYTES } from './paths';
import { SignedHttpClient, type SignedHttpClientOptions } from './signed-http-client';

/** Posts each event to Vendure's webhook, and questions below it, signed. A question about hundreds has its own time. */
export class HttpEventSink implements EventSink {
  private readonly http: SignedHttpClient;
  private readonly reconciling: SignedHttpClient;

  constructor(options: SignedHttpClientOptions) {
    this.http = new SignedHttpClient(options);
    this.reconciling = new SignedHttpClient({
      ...options,
      timeoutMs: undefined,
      maxReplyBytes: MAX_RECONCILE_REPLY_BYTES,
    });
  }

  async deliver(event: DeliveryEvent): Promise<void> {
    await this.http.post('', event.id, event);
  }

  async reconcile(message: ReconcileDeliveries): Promise<ReconcileReply> {
    const reply = await this.reconciling.post(EVENTS_RECONCILE_PATH, randomUUID(), message);
    return reconcileReplySchema.parse(reply);
  }

  close(): void {
    this.http.close();
    this.reconciling.close();
  }
}
