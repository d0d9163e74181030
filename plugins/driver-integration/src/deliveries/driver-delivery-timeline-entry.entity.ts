import type { DeliveryEvent } from '@driver-dispatch/contract';
import type { DeepPartial, ID } from '@vendure/core';
import { EntityId, VendureEntity } from '@vendure/core';
import { Column, Entity, ManyToOne, Unique } from 'typeorm';
import { DriverDelivery } from './driver-delivery.entity';

/** An applied event of the engine. Each delivery has one row per sequence. */
@Entity('driver_delivery_timeline_entry')
@Unique(['deliveryId', 'sequence'])
export class DriverDeliveryTimelineEntry extends VendureEntity {
  constructor(input?: DeepPartial<DriverDeliveryTimelineEntry>) {
    super(input);
  }

  @ManyToOne(() => DriverDelivery, { onDelete: 'CASCADE' })
  delivery!: DriverDelivery;

  @EntityId()
  deliveryId!: ID;

  @Column()
  sequence!: number;

  /** The engine's id of the event. */
  @Column({ unique: true })
  eventId!: string;

  @Column({ type: 'varchar' })
  type!: DeliveryEvent['type'];

  /** Time of the event by the engine's clock. */
  @Column({ type: Date })
  at!: Date;

  @Column({ type: 'simple-json' })
  data!: DeliveryEvent['data'];
}
