import type { DeliveryEventResult } from '../messages/delivery-event-batch';
import type { DeliveryEvent } from '../messages/delivery-events';
import type { ReconcileDeliveries, ReconcileReply } from '../messages/reconciliation';

/** Destination of the engine's events: Vendure over HTTP, or the plugin in the same process. */
export interface EventSink {
  /**
   * Sends one batch of events. The events of one delivery are in sequence.
   *
   * @returns a result for each event. `applied` and `duplicate` acknowledge it. An `error` affects this event only:
   * `not_found` for an unknown submission key, `identity_mismatch` for the key of another order, `sequence_gap` if an
   * earlier event of the delivery is missing or was rejected
   * @throws DispatchError if the whole batch failed; `retryable`: it may succeed later
   */
  deliver(events: DeliveryEvent[]): Promise<DeliveryEventResult[]>;

  /** Returns Vendure's state of the given deliveries. Changes nothing. */
  reconcile(message: ReconcileDeliveries): Promise<ReconcileReply>;
}
