import type { DeliveryState, Pickup, Requirements, SubmittedDropoff } from '@driver-dispatch/contract';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A delivery of a seller order. */
@Entity('deliveries')
export class DeliveryEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text', { name: 'submission_key' })
  submissionKey!: string;

  @Column('text', { name: 'seller_order_id' })
  sellerOrderId!: string;

  @Column('text', { name: 'order_code' })
  orderCode!: string;

  @Column('text', { name: 'channel_id' })
  channelId!: string;

  @Column('text', { name: 'seller_id', nullable: true })
  sellerId!: string | null;

  @Column('text', { nullable: true })
  fingerprint!: string | null;

  @Column('text')
  state!: DeliveryState;

  /** Sequence of the last event. */
  @Column('integer')
  sequence!: number;

  /** Null if the cancellation arrived before the order, or the personal data was erased. */
  @Column('jsonb', { nullable: true })
  pickup!: Pickup | null;

  /** Includes the delivery PIN, which drivers must not see: use `dropoffForDriver`. */
  @Column('jsonb', { nullable: true })
  dropoff!: SubmittedDropoff | null;

  /** What the order requires of its driver; null for nothing. */
  @Column('jsonb', { nullable: true })
  requirements!: Requirements | null;

  @Column('double precision', { name: 'search_radius_metres', nullable: true })
  searchRadiusMetres!: number | null;

  @Column('text', { name: 'driver_id', nullable: true })
  driverId!: string | null;

  @Column('double precision', { name: 'distance_metres', nullable: true })
  distanceMetres!: number | null;

  @Column('timestamptz', { name: 'next_attempt_at', nullable: true })
  nextAttemptAt!: Date | null;

  /** End of the open offer to a driver. */
  @Column('timestamptz', { name: 'offered_until', nullable: true })
  offeredUntil!: Date | null;

  @Column('timestamptz', { name: 'unassigned_at', nullable: true })
  unassignedAt!: Date | null;

  /** See `count-failed-pin-attempt.sql`. */
  @Column('integer', { name: 'failed_pin_attempts' })
  failedPinAttempts!: number;

  @Column('timestamptz', { name: 'last_failed_pin_at', nullable: true })
  lastFailedPinAt!: Date | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  /** Start of the search for a driver. */
  @Column('timestamptz', { name: 'waiting_since' })
  waitingSince!: Date;

  @Column('timestamptz', { name: 'assigned_at', nullable: true })
  assignedAt!: Date | null;

  @Column('timestamptz', { name: 'picked_up_at', nullable: true })
  pickedUpAt!: Date | null;

  @Column('timestamptz', { name: 'finished_at', nullable: true })
  finishedAt!: Date | null;

  /** When the personal data was erased. Pickup and drop-off are null since then. */
  @Column('timestamptz', { name: 'erased_at', nullable: true })
  erasedAt!: Date | null;
}
