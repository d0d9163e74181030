import type { Alert } from '../messages/alerts';
import type { DeliveryMessage, ReadMessages, SendMessage } from '../messages/delivery-message';
import type { DeliveryRecord } from '../messages/delivery-records';
import type { DriverExport } from '../messages/driver-export';
import type { DriverQuery } from '../messages/driver-query';
import type {
  CreateDriver,
  DriverEdit,
  DriverPage,
  DriverRecord,
  DriverStatusChange,
  DriverStatusUpdate,
} from '../messages/driver-records';
import type { DriverInvitation, DriverSession } from '../messages/driver-session';
import type { OfferQuery, OfferRecord } from '../messages/offers';
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
import type { CreateTrackerSecret, NewTrackerSecret, TrackerSecret } from '../messages/tracker';
import type { UnmatchedPage, UnmatchedQuery } from '../messages/unmatched-deliveries';

/**
 * The operator API of the engine. It does not check permissions; the caller must do so. Methods throw `not_found` for an
 * unknown id.
 */
export interface EngineOperator {
  findDrivers(query: DriverQuery): Promise<DriverPage>;

  driver(driverId: string): Promise<DriverRecord>;

  /** Returns the last 100 status changes of a driver, newest first. */
  statusHistory(driverId: string): Promise<DriverStatusChange[]>;

  /** @throws DispatchError `already_exists` if the id is in use */
  createDriver(driver: CreateDriver): Promise<DriverRecord>;

  /** Changes the given fields. A driver who is deactivated while BUSY can still end the current delivery. */
  editDriver(driverId: string, edit: DriverEdit): Promise<DriverRecord>;

  /**
   * Overrides the driver app. OFFLINE begins a hold; a BUSY driver becomes OFFLINE at the end of the delivery.
   *
   * @throws DispatchError `illegal_transition` for a BUSY driver if the hold does not change, `driver_inactive`
   */
  setDriverStatus(driverId: string, update: DriverStatusUpdate): Promise<DriverRecord>;

  /**
   * Invites a driver to sign in on a device. The invitation works once, within 24 hours.
   *
   * @throws DispatchError `driver_inactive`
   */
  inviteDriver(driverId: string): Promise<DriverInvitation>;

  /** Returns the signed-in devices of a driver, last used first. */
  driverSessions(driverId: string): Promise<DriverSession[]>;

  /** Signs a driver out on one device. Returns the remaining sessions. Idempotent. */
  revokeSession(driverId: string, sessionId: string): Promise<DriverSession[]>;

  /** Signs a driver out on all devices and revokes unused invitations. Idempotent. */
  revokeSessions(driverId: string): Promise<void>;

  /**
   * Creates the secret with which a tracking app reports the driver's locations. Only the result contains it. A driver has at
   * most five: a sixth one replaces the one that was not used for the longest time.
   *
   * @throws DispatchError `driver_inactive`
   */
  createTrackerSecret(driverId: string, options?: CreateTrackerSecret): Promise<NewTrackerSecret>;

  /** Returns the tracker secrets of a driver, newest first. */
  trackerSecrets(driverId: string): Promise<TrackerSecret[]>;

  /** Revokes a tracker secret. Returns the remaining ones. Idempotent. */
  revokeTrackerSecret(driverId: string, secretId: string): Promise<TrackerSecret[]>;

  /** Returns all data that the engine has about a driver. */
  exportDriver(driverId: string): Promise<DriverExport>;

  /**
   * Erases the personal data of a driver and deactivates the driver for ever. The id remains, and replaces the name. Idempotent.
   *
   * @throws DispatchError `illegal_transition` for a driver with an open delivery
   */
  eraseDriver(driverId: string): Promise<DriverRecord>;

  /** Returns the AVAILABLE and BUSY drivers with their last location. */
  fleet(query: FleetQuery): Promise<Fleet>;

  /** Returns a delivery with its events, its offers, and the candidates of each assignment. */
  delivery(deliveryId: string): Promise<DeliveryRecord>;

  /** Returns offers to drivers, newest first. */
  offers(query: OfferQuery): Promise<OfferRecord[]>;

  /** Searches for a driver for a PENDING delivery now, even if it is held. Does not change a delivery in another state. */
  retryDelivery(deliveryId: string): Promise<DeliveryReceipt>;

  /**
   * Assigns a chosen driver to a PENDING delivery, at any distance. All other assignment rules apply. An open
   * offer of the delivery is withdrawn. Idempotent.
   *
   * @throws DispatchError `illegal_transition` if the delivery is not PENDING, `driver_unavailable` with the reason
   */
  assignManually(deliveryId: string, choice: AssignManually): Promise<DeliveryReceipt>;

  /**
   * Reassigns a delivery before pickup and releases the previous driver. The assignment rules apply, except the distance.
   * Idempotent.
   *
   * @throws DispatchError `reassignment_disabled` unless it is enabled in the engine, `illegal_transition` if the delivery
   * is not ASSIGNED, `driver_changed` if it has another driver than `fromDriverId`, `driver_unavailable` with the reason
   */
  reassign(deliveryId: string, choice: Reassign): Promise<DeliveryReceipt>;

  /**
   * Ends an open delivery with an outcome and releases its driver. Idempotent. The reason of the dispatcher is the proof of
   * delivery; no delivery PIN is required.
   *
   * @throws DispatchError `illegal_transition` with the state if the delivery has ended with another outcome
   */
  endDelivery(deliveryId: string, end: EndDelivery): Promise<DeliveryReceipt>;

  /** Resets the failed PIN attempts of an open delivery and records an event. Does nothing without failed attempts. */
  resetFailedPinAttempts(deliveryId: string, reset: ResetFailedPinAttempts): Promise<DeliveryReceipt>;

  /**
   * Sends a message to the driver of a delivery.
   *
   * @throws DispatchError `illegal_transition` with the state unless the delivery is ASSIGNED or PICKED_UP
   */
  sendMessage(deliveryId: string, message: SendMessage): Promise<DeliveryMessage>;

  /** Records that a dispatcher has read messages of the driver. Returns how many of them were unread. */
  readMessages(deliveryId: string, read: ReadMessages): Promise<number>;

  /** Returns dead letters, oldest first. */
  deadLetters(query: DeadLetterQuery): Promise<DeadLetterPage>;

  /** Restarts the retry schedule of the matching dead letters. Returns their number. */
  replayDeadLetters(filter: Omit<DeadLetterFilter, 'channelId'>): Promise<number>;

  /** Returns unmatched deliveries that are open or were found in the last seven days, latest found first. */
  unmatchedDeliveries(query: UnmatchedQuery): Promise<UnmatchedPage>;

  webhookEndpoint(): Promise<WebhookEndpoint>;

  /** Resumes a stopped endpoint and sends all unsent events. Does nothing in another state. */
  resumeWebhookEndpoint(): Promise<WebhookEndpoint>;

  /** Returns the open alerts: alerts of the engine, then alerts of deliveries, each newest first. */
  alerts(): Promise<Alert[]>;
}
