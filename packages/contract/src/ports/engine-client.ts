import type { DispatchError } from '../errors/dispatch-error';
import type { EraseDeliveries, EraseDeliveriesReply } from '../messages/erase-deliveries';
import type { ReconcileDeliveries, ReconcileReply } from '../messages/reconciliation';
import type { DeliveryReceipt, HealthReport } from '../messages/replies';
import type {
  SellerOrder,
  SellerOrderCancelled,
  SellerOrderUpdated,
} from '../messages/seller-order-messages';
import type { SigningKeys } from '../signatures/signing-keys';
import type { EngineOperator } from './engine-operator';
import type { EventSink } from './event-sink';

/** Result of one submitted order. */
export type SubmissionResult = DeliveryReceipt | DispatchError;

/** The engine API for a Vendure plugin. The engine runs as a separate service or in the same process. */
export interface EngineClient {
  /** The operator API; undefined if no operator key is configured. */
  readonly operator?: EngineOperator;

  /**
   * Submits orders that need a driver. Idempotent by submission key.
   *
   * @param orders 1 to {@link MAX_SUBMITTED_ORDERS}
   * @returns one result per order, in the same order. An order that is not accepted does not affect the others.
   * `idempotency_conflict`: the submission key was accepted with different contents; the details hold the identity of that
   * delivery
   * @throws DispatchError if the whole submission failed
   */
  submit(orders: SellerOrder[]): Promise<SubmissionResult[]>;

  /**
   * Replaces pickup, drop-off and search radius of a PENDING delivery and starts the search for a driver. Idempotent.
   *
   * @throws DispatchError `illegal_transition` with the state if the delivery is not PENDING, `idempotency_conflict` if an
   * update with different contents and a later timestamp was applied, `not_found`
   */
  sellerOrderUpdated(message: SellerOrderUpdated): Promise<DeliveryReceipt>;

  /**
   * Cancels a delivery. Idempotent. May be called before the submission arrives.
   *
   * @throws DispatchError `illegal_transition` after pickup or the end of the delivery,
   * `identity_mismatch` when the submission key belongs to another order
   */
  sellerOrderCancelled(message: SellerOrderCancelled): Promise<DeliveryReceipt>;

  /**
   * Returns the engine's state of the given deliveries. The engine sends the acknowledged events after the given sequence
   * again, in order.
   */
  reconcile(message: ReconcileDeliveries): Promise<ReconcileReply>;

  /** Erases the personal data of deliveries that have ended and whose events are all acknowledged. Idempotent. */
  eraseDeliveries(message: EraseDeliveries): Promise<EraseDeliveriesReply>;

  health(): Promise<HealthReport>;

  /** Waits for running work and releases all resources. */
  close(): Promise<void>;
}

export interface ConnectOptions {
  /** Receives the events of an engine in the same process. An engine in a separate service posts them to the webhook. */
  sink: EventSink;
  /** Whether an engine in the same process may listen on its configured port. */
  listen: boolean;
}

/** Configures how a plugin connects to the engine. */
export interface EngineConnection {
  /** Keys that sign the engine's webhooks; empty if events are not sent over HTTP. */
  readonly webhookKeys: SigningKeys;
  connect(options: ConnectOptions): Promise<EngineClient>;
}
