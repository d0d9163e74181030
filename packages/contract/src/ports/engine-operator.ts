import type { Alert } from '../messages/alerts';
import type { DeliveryRecord } from '../messages/delivery-records';
import type { DriverQuery } from '../messages/driver-query';
import type {
  CreateDriver,
  DriverEdit,
  DriverPage,
  DriverRecord,
  DriverStatusChange,
  DriverStatusOrder,
} from '../messages/driver-records';
import type {
  AssignManually,
  DeadLetterFilter,
  DeadLetterPage,
  DeadLetterQuery,
  EndDelivery,
  Fleet,
  FleetQuery,
  Reassign,
  ResetFailedPinAttempts,
  WebhookEndpoint,
} from '../messages/operator-messages';
import type { DeliveryReceipt } from '../messages/replies';
import type { UnmatchedPage, UnmatchedQuery } from '../messages/unmatched-deliveries';

/**
 * The engine as its operators see it, whether it runs elsewhere or in the same process. Knows nothing of who may see
 * what: whoever calls has judged that. Every method fails with `not_found` for what there is not.
 */
export interface EngineOperator {
  findDrivers(query: DriverQuery): Promise<DriverPage>;

  driver(driverId: string): Promise<DriverRecord>;

  /** The last hundred changes of a driver's status, newest first. */
  statusHistory(driverId: string): Promise<DriverStatusChange[]>;

  /** @throws DispatchError `already_exists` when the id is taken */
  createDriver(driver: CreateDriver): Promise<DriverRecord>;

  /** Changes the fields given. A driver who is deactivated while BUSY ends the delivery first. */
  editDriver(driverId: string, edit: DriverEdit): Promise<DriverRecord>;

  /**
   * Wins over every request of the driver app. OFFLINE holds the driver there, a BUSY one from the delivery's end on.
   *
   * @throws DispatchError `illegal_transition` for a BUSY driver without a hold to begin or end, `driver_inactive`
   */
  setDriverStatus(driverId: string, order: DriverStatusOrder): Promise<DriverRecord>;

  /** The drivers who are AVAILABLE or BUSY, with where they were last. */
  fleet(query: FleetQuery): Promise<Fleet>;

  /** A delivery with its timeline, and the decision behind each assignment. */
  delivery(deliveryId: string): Promise<DeliveryRecord>;

  /** Looks for a driver for a waiting delivery now, before its hold ends too; one that does not wait is left as it is. */
  retryDelivery(deliveryId: string): Promise<DeliveryReceipt>;

  /**
   * Gives a waiting delivery the driver that a person has chosen, however far away, by the rules of every assignment
   * else. Safe to repeat.
   *
   * @throws DispatchError `illegal_transition` when it does not wait, `driver_unavailable` with the reason
   */
  assignManually(deliveryId: string, choice: AssignManually): Promise<DeliveryReceipt>;

  /**
   * Moves a delivery that is not picked up yet from its driver to another, by the rules of every assignment else; who
   * had it comes free. Safe to repeat.
   *
   * @throws DispatchError `reassignment_disabled` unless the engine is configured for it, `illegal_transition` when the
   * delivery is not ASSIGNED or is another driver's by now, `driver_unavailable` with the reason
   */
  reassign(deliveryId: string, choice: Reassign): Promise<DeliveryReceipt>;

  /**
   * Ends an open delivery with an outcome: the driver, if any, is released and matched. Safe to repeat. The engine takes
   * the dispatcher's word for the proof; a delivery PIN is not asked for.
   *
   * @throws DispatchError `illegal_transition` with the state when the delivery has ended otherwise
   */
  endDelivery(deliveryId: string, end: EndDelivery): Promise<DeliveryReceipt>;

  /** Resets the failed PIN attempts of an open delivery, with an event that names the operator. Changes nothing without any. */
  resetFailedPinAttempts(deliveryId: string, reset: ResetFailedPinAttempts): Promise<DeliveryReceipt>;

  /** The oldest first. */
  deadLetters(query: DeadLetterQuery): Promise<DeadLetterPage>;

  /** Gives them all their tries back; resolves to how many those are. */
  replayDeadLetters(filter: Omit<DeadLetterFilter, 'channelId'>): Promise<number>;

  /** Deliveries that Vendure does not know: open ones, and those found in the last seven days, the latest found first. */
  unmatchedDeliveries(query: UnmatchedQuery): Promise<UnmatchedPage>;

  webhookEndpoint(): Promise<WebhookEndpoint>;

  /** Tells Vendure of all that is unsent; changes nothing unless the endpoint was stopped. */
  resumeWebhookEndpoint(): Promise<WebhookEndpoint>;

  /** The open alerts: those of the engine first, then those of deliveries; each the newest first. */
  alerts(): Promise<Alert[]>;
}
