import type { DriverStatus, Vehicle } from '@driver-dispatch/contract';
import { Column, CreateDateColumn, Entity, PrimaryColumn, UpdateDateColumn } from 'typeorm';

/** A driver. Status and position change by the statements in `sql/` only. */
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

  /** Channels the driver serves; an empty list means every channel, null means none yet. */
  @Column('text', { array: true, nullable: true })
  channels!: string[] | null;

  @Column({ type: 'timestamptz', name: 'channels_since', update: false })
  channelsSince!: Date;

  /** A deactivated driver is never assigned again; the record stays for the history. */
  @Column('boolean')
  active!: boolean;

  @Column({ type: 'text', update: false })
  status!: DriverStatus;

  /** Grows with each change of status; the fence that keeps late writers out of Redis. */
  @Column({
    type: 'bigint',
    name: 'status_version',
    update: false,
    transformer: { from: Number, to: String },
  })
  statusVersion!: number;

  @Column({ type: 'timestamptz', name: 'status_since', update: false })
  statusSince!: Date;

  /** Since when an operator holds the driver OFFLINE. */
  @Column({ type: 'timestamptz', name: 'hold_since', nullable: true, update: false })
  holdSince!: Date | null;

  @Column({ type: 'double precision', nullable: true, update: false })
  lat!: number | null;

  @Column({ type: 'double precision', nullable: true, update: false })
  lon!: number | null;

  /** When the device measured the location. */
  @Column({ type: 'timestamptz', name: 'location_at', nullable: true, update: false })
  locationAt!: Date | null;

  /** The last sign of life, by the database's clock. */
  @Column({ type: 'timestamptz', name: 'seen_at', nullable: true, update: false })
  seenAt!: Date | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  updatedAt!: Date;
}
