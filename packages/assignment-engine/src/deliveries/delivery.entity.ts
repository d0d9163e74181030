import type { DeliveryState, DropoffOrder, Pickup } from '@driver-dispatch/contract';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One delivery of a seller order, from acceptance to its end. */
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

  /** Null only when the cancellation came before the order itself. */
  @Column('jsonb', { nullable: true })
  pickup!: Pickup | null;

  /** With the code that no driver may be told of: see `dropoffForDriver`. */
  @Column('jsonb', { nullable: true })
  dropoff!: DropoffOrder | null;

  @Column('double precision', { name: 'search_radius_metres', nullable: true })
  searchRadiusMetres!: number | null;

  @Column('text', { name: 'driver_id', nullable: true })
  driverId!: string | null;

  @Column('double precision', { name: 'distance_metres', nullable: true })
  distanceMetres!: number | null;

  @Column('timestamptz', { name: 'next_attempt_at', nullable: true })
  nextAttemptAt!: Date | null;

  @Column('timestamptz', { name: 'unassigned_at', nullable: true })
  unassignedAt!: Date | null;

  /** See `count-wrong-code.sql`. */
  @Column('integer', { name: 'failed_pin_attempts' })
  failedPinAttempts!: number;

  @Column('timestamptz', { name: 'wrong_code_at', nullable: true })
  wrongCodeAt!: Date | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  /** From when a driver is looked for. */
  @Column('timestamptz', { name: 'waiting_since' })
  waitingSince!: Date;

  @Column('timestamptz', { name: 'assigned_at', nullable: true })
  assignedAt!: Date | null;

  @Column('timestamptz', { name: 'picked_up_at', nullable: true })
  pickedUpAt!: Date | null;

  @Column('timestamptz', { name: 'finished_at', nullable: true })
  finishedAt!: Date | null;
}
