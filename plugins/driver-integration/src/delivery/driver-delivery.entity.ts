import type { FailureCode, Point, RecordedProof, SellerOrder, Vehicle } from '@driver-dispatch/contract';
import type { DeepPartial, ID } from '@vendure/core';
import { EntityId, Order, VendureEntity } from '@vendure/core';
import { Column, Entity, Index, ManyToOne, Unique } from 'typeorm';
import type { DriverDeliveryState } from './driver-delivery-state';

export type MissingPlace = 'pickup' | 'dropoff';

/** A delivery of one seller order: what is handed to the engine, and what has become of it. */
@Entity('driver_delivery')
// What the sweep asks for each minute: deliveries of some states, changed lately.
@Index(['state', 'updatedAt'])
// What hides the locations of drivers asks for: the deliveries of some drivers, changed lately.
@Index(['driverId', 'updatedAt'])
@Unique(['orderId', 'attempt'])
export class DriverDelivery extends VendureEntity {
  constructor(input?: DeepPartial<DriverDelivery>) {
    super(input);
  }

  @ManyToOne(() => Order, { onDelete: 'CASCADE' })
  order!: Order;

  @EntityId()
  orderId!: ID;

  /** Which of the order's deliveries this is, from 1: one that failed or was called off may be followed by another. */
  @Column({ type: 'int', default: 1 })
  attempt!: number;

  /**
   * Random, and never used again: identifies this delivery in every message from and to the engine. The order's id can
   * not, as a database that was restored or reset uses ids again.
   */
  @Column({ unique: true })
  submissionKey!: string;

  @Column()
  orderCode!: string;

  /** By which everybody who has it may follow the delivery; goes on to the order's next delivery. */
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

  /** Why the delivery does not go on, for people to read. */
  @Column({ type: 'text', nullable: true })
  problem!: string | null;

  /** Which place was missing when it was last without one; null where that was not noted. */
  @Column({ type: 'varchar', nullable: true })
  missingPlace!: MissingPlace | null;

  /** In what the engine was found to have other than Vendure, for people to read; shown where no problem is. */
  @Column({ type: 'text', nullable: true })
  mismatch!: string | null;

  /** The order as it is submitted to the engine: the same each time, unless its pickup has changed. */
  @Column({ type: 'simple-json', nullable: true })
  submission!: SellerOrder | null;

  /** Place where `submission` has it picked up, by the id that the pickup strategy gave. */
  @Index()
  @Column({ type: 'varchar', nullable: true })
  pickupPlaceId!: string | null;

  /** When this place changed; null once `submission` is rebuilt and the engine has it. */
  @Index()
  @Column({ type: Date, nullable: true })
  pickupChangedAt!: Date | null;

  /** Drop-off that an operator has set, over the address' own. */
  @Column({ type: 'simple-json', nullable: true })
  dropoffOverride!: Point | null;

  /** When it can be fetched: marked so, or by the store's preparation time; null until that is known. */
  @Column({ type: Date, nullable: true })
  readyAt!: Date | null;

  /** Until when the engine holds it, as its order is ready much later; null where a driver is looked for at once. */
  @Column({ type: Date, nullable: true })
  heldUntil!: Date | null;

  @Column({ type: Date, nullable: true })
  submittedAt!: Date | null;

  /** When a sweep, or a retry of another delivery, has last taken it up. */
  @Column({ type: Date, nullable: true })
  sweptAt!: Date | null;

  /** When it was last compared with the engine's; null again once it is finished, as its end is compared too. */
  @Index()
  @Column({ type: Date, nullable: true })
  reconciledAt!: Date | null;

  @Index()
  @Column({ type: Date, nullable: true })
  cancelRequestedAt!: Date | null;

  /** Why people have called it off, where they have. */
  @Column({ type: 'text', nullable: true })
  cancelReason!: string | null;

  /** When the engine has answered the cancellation, whatever it answered. */
  @Column({ type: Date, nullable: true })
  cancelAnsweredAt!: Date | null;

  /** Why the engine has refused the cancellation, if it has. */
  @Column({ type: 'text', nullable: true })
  cancelRefusal!: string | null;

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

  /** When the engine said that no driver had been in reach for too long. */
  @Column({ type: Date, nullable: true })
  unassignedAt!: Date | null;

  @Column({ type: Date, nullable: true })
  assignedAt!: Date | null;

  @Column({ type: Date, nullable: true })
  pickedUpAt!: Date | null;

  @Column({ type: Date, nullable: true })
  deliveredAt!: Date | null;

  /** The delivery PIN: what the receiver tells the driver, where the delivery is proven so. */
  @Column({ type: 'varchar', nullable: true })
  deliveryPin!: string | null;

  /** Returns the delivery PIN to its holder, for shoppers who are not signed in; null without a PIN. */
  @Index({ unique: true })
  @Column({ type: 'varchar', nullable: true })
  pinSecret!: string | null;

  /** The user who may read the delivery PIN: that of the customer when the order was paid; null for a guest. */
  @EntityId({ nullable: true })
  pinUserId!: ID | null;

  @Column({ type: 'simple-json', nullable: true })
  proof!: RecordedProof | null;

  @Column({ type: 'varchar', nullable: true })
  failureCode!: FailureCode | null;

  /** Since when it should have been picked up, or have ended; null unless the engine has raised an alert. */
  @Column({ type: Date, nullable: true })
  noProgressSince!: Date | null;

  /** When its driver was last heard from; null unless the engine has raised an alert. */
  @Column({ type: Date, nullable: true })
  driverSilentSince!: Date | null;

  /** Dispatcher who ended the delivery; null where its driver did. */
  @Column({ type: 'varchar', nullable: true })
  endedBy!: string | null;

  /** Reason that this dispatcher gave. */
  @Column({ type: 'text', nullable: true })
  endReason!: string | null;

  /** The fulfillment made at pick-up, where orders are transitioned. */
  @Column({ type: 'varchar', nullable: true })
  fulfillmentId!: string | null;

  /** The state up to which the order has followed, or was refused to, where orders are transitioned. */
  @Column({ type: 'varchar', nullable: true })
  followedState!: DriverDeliveryState | null;
}
