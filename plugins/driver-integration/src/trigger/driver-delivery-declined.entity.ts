import type { DeepPartial, ID } from '@vendure/core';
import { EntityId, Order, VendureEntity } from '@vendure/core';
import { Entity, JoinColumn, OneToOne } from 'typeorm';

/** A paid order that the DriverDeliveryStrategy declined. The sweep skips it. */
@Entity('driver_delivery_declined')
export class DriverDeliveryDeclined extends VendureEntity {
  constructor(input?: DeepPartial<DriverDeliveryDeclined>) {
    super(input);
  }

  @OneToOne(() => Order, { onDelete: 'CASCADE' })
  @JoinColumn()
  order!: Order;

  @EntityId()
  orderId!: ID;
}
