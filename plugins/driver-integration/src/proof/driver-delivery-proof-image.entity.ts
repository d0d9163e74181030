import type { DeepPartial, ID } from '@vendure/core';
import { EntityId, VendureEntity } from '@vendure/core';
import { Column, Entity, Index, ManyToOne } from 'typeorm';
import { DriverDelivery } from '../deliveries/driver-delivery.entity';

/**
 * A photo or signature of a driver, as a file in Vendure's asset storage. It is not an `Asset`: the catalogue does not list
 * it, and asset permissions do not apply.
 */
@Entity('driver_delivery_proof_image')
export class DriverDeliveryProofImage extends VendureEntity {
  constructor(input?: DeepPartial<DriverDeliveryProofImage>) {
    super(input);
  }

  @ManyToOne(() => DriverDelivery, { onDelete: 'CASCADE' })
  delivery!: DriverDelivery;

  @Index()
  @EntityId()
  deliveryId!: ID;

  /** SHA-256 of the `webhook-id` and the message; equal for a resent request. */
  @Column({ unique: true })
  requestHash!: string;

  /** Identifier of the file in the asset storage. Its name has 128 random bits. */
  @Column()
  file!: string;

  @Column()
  url!: string;

  /** Whether the recorded proof of delivery contains this image. */
  @Index()
  @Column({ default: false })
  recorded!: boolean;
}
