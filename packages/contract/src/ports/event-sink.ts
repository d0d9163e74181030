import type { DeliveryEventResult } from '../messages/delivery-event-batch';
import type { DeliveryEvent } from '../messages/delivery-events';
import type { ReconcileDeliveries, ReconcileReply } from '../messages/reconciliation';

/** Where the engine's events go: Vendure over HTTP, or the plugin in the same process. */
export interface EventSink {
  /**
   * Sends one batch: events of any deliveries, those of one delivery in their sequence.
   *
   * @returns a result for each event. `applied` and `duplicate` acknowledge it. An `error` concerns this event only:
   * `not_found` for an unknown submission key, `identity_mismatch` for the key of another order, `sequence_gap` when an
   * earlier event of the delivery is missing or was refused
   * @throws DispatchError when the whole batch failed; `retryable` tells whether it may succeed later
   */
  deliver(events: DeliveryEvent[]): Promise<DeliveryEventResult[]>;

  /** Tells what Vendure has of the deliveries that the engine names. Changes nothing. */
  reconcile(message: ReconcileDeliveries): Promise<ReconcileReply>;
}
