import type { DeliveryEventType, DeliveryState, RecordedError } from '@driver-dispatch/contract';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One change of a delivery: an entry of its timeline and, from sequence 1 on, an event for Vendure. */
@Entity('delivery_events')
export class DeliveryEventEntity {
  @PrimaryColumn('uuid', { name: 'delivery_id' })
  deliveryId!: string;

  @PrimaryColumn('integer')
  sequence!: number;

  @Column('uuid')
  id!: string;

  @Column('text')
  type!: DeliveryEventType | 'delivery.accepted';

  /** State of the delivery after this event. */
  @Column('text')
  state!: DeliveryState;

  /** Origin of the change: `vendure`, `engine`, `driver:<id>` or `operator:<name>`. */
  @Column('text')
  actor!: string;

  @Column('jsonb')
  data!: Record<string, unknown>;

  @Column('timestamptz')
  at!: Date;

  @Column('timestamptz', { name: 'acknowledged_at', nullable: true })
  acknowledgedAt!: Date | null;

  @Column('integer', { name: 'attempts' })
  sendAttempts!: number;

  @Column('timestamptz', { name: 'next_attempt_at' })
  nextSendAt!: Date;

  @Column('jsonb', { name: 'last_error', nullable: true })
  lastError!: RecordedError | null;

  @Column('timestamptz', { name: 'dead_at', nullable: true })
  deadAt!: Date | null;
}
