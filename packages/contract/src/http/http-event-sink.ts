import { randomUUID } from 'node:crypto';
import {
  deliveryEventBatch,
  deliveryEventResultsSchema,
  type DeliveryEventResult,
} from '../messages/delivery-event-batch';
import type { DeliveryEvent } from '../messages/delivery-events';
import {
  reconcileReplySchema,
  type ReconcileDeliveries,
  type ReconcileReply,
} from '../messages/reconciliation';
import { DispatchError } from '../errors/dispatch-error';
import type { EventSink } from '../ports/event-sink';
import { EVENTS_RECONCILE_PATH, MAX_EVENT_RESULTS_BYTES, MAX_RECONCILE_REPLY_BYTES } from './paths';
import { SignedHttpClient, type SignedHttpClientOptions } from './signed-http-client';

/** Posts signed event batches and reconcile requests to Vendure's webhook. Reconcile requests have the default timeout. */
export class HttpEventSink implements EventSink {
  private readonly http: SignedHttpClient;
  private readonly reconciling: SignedHttpClient;

  constructor(options: SignedHttpClientOptions) {
    this.http = new SignedHttpClient({ ...options, maxReplyBytes: MAX_EVENT_RESULTS_BYTES });
    this.reconciling = new SignedHttpClient({
      ...options,
      timeoutMs: undefined,
      maxReplyBytes: MAX_RECONCILE_REPLY_BYTES,
    });
  }

  async deliver(events: DeliveryEvent[]): Promise<DeliveryEventResult[]> {
    const reply = deliveryEventResultsSchema.safeParse(
      await this.http.post('', randomUUID(), deliveryEventBatch(events)),
    );
    if (!reply.success) {
      throw new DispatchError('response_invalid', 'The reply contains no event results', {
        cause: reply.error,
      });
    }
    return reply.data.results;
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
