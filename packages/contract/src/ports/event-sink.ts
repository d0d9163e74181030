import type { DeliveryEvent } from '../messages/delivery-events';
import type { ReconcileDeliveries, ReconcileReply } from '../messages/reconciliation';

/** Where the engine's events go: Vendure over HTTP, or the plugin in the same process. */
export interface EventSink {
  /**
   * Resolves once the event is applied for good, or had been applied before.
   *
   * @throws DispatchError; `retryable` tells whether the engine tries again. `not_found` for an unknown submission key,
   * `identity_mismatch` for the key of another order: nothing is applied
   */
  deliver(event: DeliveryEvent): Promise<void>;

  /** Tells what Vendure has of the deliveries that the engine names. Changes nothing. */
  reconcile(message: ReconcileDeliveries): Promise<ReconcileReply>;
}
