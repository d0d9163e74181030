import type { DriverStatus, Vehicle, WorkingPeriod } from '@driver-dispatch/contract';
import { Column, CreateDateColumn, Entity, PrimaryColumn, UpdateDateColumn } from 'typeorm';

/** A driver. Only SQL files change status and location. */
@Entity('drivers')
export class DriverEntity {
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  phone!: string | null;

  @Column('jsonb', { nullable: true })
  vehicle!: Vehicle | null;

  /** Channels that the driver serves; an empty list means every channel, null means none. */
  @Column('text', { array: true, nullable: true })
  channels!: string[] | null;

  @Column('text', { array: true })
  tags!: string[];

  /** Heaviest load in grams; null for no limit. */
  @Column('integer', { name: 'load_capacity_grams', nullable: true })
  loadCapacityGrams!: number | null;

  /** Planned working hours. The engine does not enforce them. */
  @Column('jsonb', { name: 'working_hours' })
  workingHours!: WorkingPeriod[];

  @Column({ type: 'timestamptz', name: 'channels_since', update: false })
  channelsSince!: Date;

  /** A deactivated driver is not assigned; the record is kept for the history. */
  @Column('boolean')
  active!: boolean;

  @Column({ type: 'text', update: false })
  status!: DriverStatus;

  /** Increases with each change of status, so that late writers can't overwrite newer entries in Redis. */
  @Column({
    type: 'bigint',
    name: 'status_version',
    update: false,
    transformer: { from: Number, to: String },
  })
  statusVersion!: number;

  @Column({ type: 'timestamptz', name: 'status_since', update: false })
  statusSince!: Date;

  /** Start of an operator's hold, which keeps the driver OFFLINE. */
  @Column({ type: 'timestamptz', name: 'hold_since', nullable: true, update: false })
  holdSince!: Date | null;

  @Column({ type: 'double precision', nullable: true, update: false })
  lat!: number | null;

  @Column({ type: 'double precision', nullable: true, update: false })
  lon!: number | null;

  /** When the device measured the location. */
  @Column({ type: 'timestamptz', name: 'location_at', nullable: true, update: false })
  locationAt!: Date | null;

  /** The last heartbeat, by the database's clock. */
  @Column({ type: 'timestamptz', name: 'seen_at', nullable: true, update: false })
  seenAt!: Date | null;

  /** When the personal data was erased. The name is the id since then. */
  @Column({ type: 'timestamptz', name: 'erased_at', nullable: true, update: false })
  erasedAt!: Date | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  updatedAt!: Date;
}
