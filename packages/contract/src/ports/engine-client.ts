import type { DispatchError } from '../errors/dispatch-error';
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

/** What became of one submitted order. */
export type SubmissionResult = DeliveryReceipt | DispatchError;

/** The engine as a Vendure plugin sees it, whether it runs elsewhere or in the same process. */
export interface EngineClient {
  /** What operators may do; absent where no operator's key is configured. */
  readonly operator?: EngineOperator;

  /**
   * Submits orders that need a driver. Safe to repeat: a submission key has one delivery.
   *
   * @param orders 1 to {@link MAX_SUBMITTED_ORDERS}
   * @returns one result per order, in the same sequence. An order that is not accepted does not affect the others.
   * `idempotency_conflict`: the submission key was accepted with other contents; the details hold the identity of that
   * delivery
   * @throws DispatchError when no order has a result
   */
  submit(orders: SellerOrder[]): Promise<SubmissionResult[]>;

  /**
   * Replaces pickup, drop-off and search radius of a delivery that waits for a driver, and looks for one. Safe to repeat.
   *
   * @throws DispatchError `illegal_transition` with the state once it has a driver or has ended, `idempotency_conflict` when
   * an update with other contents and a later timestamp was applied, `not_found`
   */
  sellerOrderUpdated(message: SellerOrderUpdated): Promise<DeliveryReceipt>;

  /**
   * Takes the request back. Safe to repeat, and safe before the submission arrives.
   *
   * @throws DispatchError `illegal_transition` once the goods are picked up or the delivery has ended,
   * `identity_mismatch` when the submission key is that of another order
   */
  sellerOrderCancelled(message: SellerOrderCancelled): Promise<DeliveryReceipt>;

  /**
   * Tells what the engine has of the deliveries that Vendure names. Events that Vendure was told before and lacks
   * now, by the sequence it names, are told once more, in order.
   */
  reconcile(message: ReconcileDeliveries): Promise<ReconcileReply>;

  health(): Promise<HealthReport>;

  /** Lets work under way end and releases every resource. */
  close(): Promise<void>;
}

export interface ConnectOptions {
  /** Receives the events of an engine in the same process; one elsewhere posts them to the webhook. */
  sink: EventSink;
  /** Whether an engine in the same process may open the port it is configured with. */
  listen: boolean;
}

/** A way to an engine, as the user's configuration names it. */
export interface EngineConnection {
  /** Keys that sign the engine's webhooks; none when its events don't come over HTTP. */
  readonly webhookKeys: SigningKeys;
  connect(options: ConnectOptions): Promise<EngineClient>;
}
