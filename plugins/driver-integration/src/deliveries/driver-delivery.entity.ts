import type { FailureCode, Point, RecordedProof, SellerOrder, Vehicle } from '@driver-dispatch/contract';
import type { DeepPartial, HasCustomFields, ID } from '@vendure/core';
import { EntityId, Order, VendureEntity } from '@vendure/core';
import { Column, Entity, Index, ManyToOne, Unique } from 'typeorm';
import type { MismatchCode, Problem, ProblemCode } from '../problems/problem';
import type { CancelReason } from './cancel-reason';
import type { DriverDeliveryState } from './driver-delivery-state';

export type MissingPlace = 'pickup' | 'dropoff';

/** The custom fields of {@link DriverDelivery}. Augment this class with those of your shop's configuration. */
export class CustomDriverDeliveryFields {}

/** A delivery of one seller order: the submitted data and its state in the engine. */
@Entity('driver_delivery')
// For the sweep: recently changed deliveries in certain states.
@Index(['state', 'updatedAt'])
// For the sweep: old deliveries whose personal data is not erased.
@Index(['erasedAt', 'updatedAt'])
// For HiddenLocationsService: recently changed deliveries of certain drivers.
@Index(['driverId', 'updatedAt'])
@Unique(['orderId', 'redeliveryNumber'])
export class DriverDelivery extends VendureEntity implements HasCustomFields {
  constructor(input?: DeepPartial<DriverDelivery>) {
    super(input);
  }

  @ManyToOne(() => Order, { onDelete: 'CASCADE' })
  order!: Order;

  @EntityId()
  orderId!: ID;

  /** Number of this delivery among the deliveries of its order: 1 for the first, 2 for the first redelivery. */
  @Column({ type: 'int', default: 1 })
  redeliveryNumber!: number;

  /**
   * Random and never reused. Identifies this delivery in all messages from and to the engine. The id of the order can't, as
   * a restored or reset database reuses ids.
   */
  @Column({ unique: true })
  submissionKey!: string;

  @Column()
  orderCode!: string;

  /** Name of the receiver in the shipping address, for the list and its search. */
  @Column({ type: 'varchar', nullable: true })
  customerName!: string | null;

  /** Street of the shipping address, for the list and its search. */
  @Column({ type: 'varchar', nullable: true })
  dropoffStreet!: string | null;

  /** Name of the pickup, for the list and its search; null until it is located. */
  @Column({ type: 'varchar', nullable: true })
  storeName!: string | null;

  /** When the shop has promised the drop-off; null until the pickup is located, or without a promise. */
  @Column({ type: Date, nullable: true })
  promisedAt!: Date | null;

  /** Grants its holder access to the tracking of the delivery. A redelivery takes it over. */
  @Index({ unique: true })
  @Column({ type: 'varchar', nullable: true })
  trackingCode!: string | null;

  /** The seller's channel, or the shop's own. */
  @Index()
  @EntityId()
  channelId!: ID;

  @Column({ type: 'varchar', nullable: true })
  sellerId!: string | null;

  @Column({ type: 'varchar' })
  state!: DriverDeliveryState;

  /** Why the delivery can't proceed. */
  @Column({ type: 'simple-json', nullable: true })
  problem!: Problem | null;

  /** Code of `problem`, for filters. */
  @Column({ type: 'varchar', nullable: true })
  problemCode!: ProblemCode | null;

  /** Place that was missing at the last transition to NOT_LOCATED; null if it was not recorded. */
  @Column({ type: 'varchar', nullable: true })
  missingPlace!: MissingPlace | null;

  /** How the engine differs from Vendure. Shown if `problem` is null. */
  @Column({ type: 'varchar', nullable: true })
  mismatch!: MismatchCode | null;

  /** The order as submitted to the engine. Resent without changes, unless the pickup has changed. */
  @Column({ type: 'simple-json', nullable: true })
  submission!: SellerOrder | null;

  /** Id of the pickup place in `submission`, from the pickup strategy. */
  @Index()
  @Column({ type: 'varchar', nullable: true })
  pickupPlaceId!: string | null;

  /** When the pickup place changed; null after `submission` was rebuilt and sent to the engine. */
  @Index()
  @Column({ type: Date, nullable: true })
  pickupChangedAt!: Date | null;

  /** Drop-off set by an operator. Overrides the shipping address. */
  @Column({ type: 'simple-json', nullable: true })
  dropoffOverride!: Point | null;

  /** When the order was marked ready, or will be ready by the store's preparation time; null until known. */
  @Column({ type: Date, nullable: true })
  readyAt!: Date | null;

  /** When the engine starts the search for a driver, if the order is ready later; null if it started at once. */
  @Column({ type: Date, nullable: true })
  heldUntil!: Date | null;

  @Column({ type: Date, nullable: true })
  submittedAt!: Date | null;

  /** When a sweep or a retry last claimed the delivery. */
  @Column({ type: Date, nullable: true })
  sweptAt!: Date | null;

  /** When it was last compared with the engine. Reset to null at the end of the delivery, to compare the final state. */
  @Index()
  @Column({ type: Date, nullable: true })
  reconciledAt!: Date | null;

  @Index()
  @Column({ type: Date, nullable: true })
  cancelRequestedAt!: Date | null;

  /** Reason of the administrator who cancelled the delivery, from the list. */
  @Column({ type: 'varchar', nullable: true })
  cancelReasonCode!: CancelReason | null;

  /** Administrator who cancelled the delivery; null if the order was cancelled. */
  @Column({ type: 'varchar', nullable: true })
  cancelledBy!: string | null;

  /** Text of this administrator. */
  @Column({ type: 'text', nullable: true })
  cancelReason!: string | null;

  /** When the engine accepted or rejected the cancellation. */
  @Column({ type: Date, nullable: true })
  cancelAnsweredAt!: Date | null;

  /** Why the engine rejected the cancellation. */
  @Column({ type: 'simple-json', nullable: true })
  cancelRefusal!: Problem | null;

  @Column({ type: 'varchar', nullable: true })
  engineDeliveryId!: string | null;

  /** Sequence of the last event that was applied. */
  @Column({ type: 'int', default: 0 })
  sequence!: number;

  @Column({ type: 'varchar', nullable: true })
  driverId!: string | null;

  @Column({ type: 'varchar', nullable: true })
  driverName!: string | null;

  @Column({ type: 'varchar', nullable: true })
  driverPhone!: string | null;

  @Column({ type: 'simple-json', nullable: true })
  vehicle!: Vehicle | null;

  /** Driver to pickup when assigned, in metres. */
  @Column({ type: 'float', nullable: true })
  distanceMetres!: number | null;

  /** Time of the engine's event that no driver was available for too long. */
  @Column({ type: Date, nullable: true })
  unassignedAt!: Date | null;

  @Column({ type: Date, nullable: true })
  assignedAt!: Date | null;

  @Column({ type: Date, nullable: true })
  pickedUpAt!: Date | null;

  @Column({ type: Date, nullable: true })
  deliveredAt!: Date | null;

  /** The delivery PIN that the receiver gives the driver; null if no PIN is required. */
  @Column({ type: 'varchar', nullable: true })
  deliveryPin!: string | null;

  /** Grants its holder access to the delivery PIN without signing in; null without a PIN. */
  @Index({ unique: true })
  @Column({ type: 'varchar', nullable: true })
  pinSecret!: string | null;

  /** User who may read the delivery PIN: the customer at the payment; null for a guest. */
  @EntityId({ nullable: true })
  pinUserId!: ID | null;

  @Column({ type: 'simple-json', nullable: true })
  proof!: RecordedProof | null;

  @Column({ type: 'varchar', nullable: true })
  failureCode!: FailureCode | null;

  /** Start of the exceeded time limit (assignment, ready time or pickup); null unless the engine has raised an alert. */
  @Column({ type: Date, nullable: true })
  noProgressSince!: Date | null;

  /** Time of the last heartbeat or location of the driver; null unless the engine has raised an alert. */
  @Column({ type: Date, nullable: true })
  driverSilentSince!: Date | null;

  /** Since when the driver does not approach the store; null unless the engine has raised an alert. */
  @Column({ type: Date, nullable: true })
  noShowSince!: Date | null;

  /** Dispatcher who ended the delivery; empty after the name was erased; null if the driver did. */
  @Column({ type: 'varchar', nullable: true })
  endedBy!: string | null;

  /** Reason of this dispatcher, or the driver's note of a failure. */
  @Column({ type: 'text', nullable: true })
  endReason!: string | null;

  /** Fulfillment created at pickup, with `transitionOrders`. */
  @Column({ type: 'varchar', nullable: true })
  fulfillmentId!: string | null;

  /** Last delivery state that was transferred to the order or failed permanently, with `transitionOrders`. */
  @Column({ type: 'varchar', nullable: true })
  syncedState!: DriverDeliveryState | null;

  /** When the customer was deleted; the sweep erases the personal data once the delivery has ended. */
  @Index()
  @Column({ type: Date, nullable: true })
  eraseRequestedAt!: Date | null;

  /** When the personal data was erased. */
  @Column({ type: Date, nullable: true })
  erasedAt!: Date | null;

  @Column(() => CustomDriverDeliveryFields)
  customFields!: CustomDriverDeliveryFields;
}
