import {
  createProofPermit,
  DispatchError,
  isFinished,
  notFound,
  type ProofPermit,
} from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION } from '../configuration/tokens';
import { DeliveryEntity } from '../database/delivery.entity';

/** Permits drivers to upload proof images of their current deliveries to the shop. */
@Injectable()
export class ProofPermitsService {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(ENGINE_CONFIGURATION) private readonly configuration: EngineConfiguration,
  ) {}

  /** Whether the engine has the shop's URL for proof images. */
  get isEnabled(): boolean {
    return this.configuration.proof.imageUrl !== undefined;
  }

  /**
   * Permits uploads of one delivery.
   *
   * @throws DispatchError `not_found`, `driver_mismatch` for another driver's delivery, `illegal_transition` after its end
   */
  async permit(deliveryId: string, driverId: string): Promise<ProofPermit> {
    const delivery = await this.dataSource.manager.findOneBy(DeliveryEntity, { id: deliveryId });
    if (!delivery) {
      throw notFound('delivery', deliveryId);
    }
    if (delivery.driverId !== driverId) {
      throw new DispatchError('driver_mismatch', `Delivery ${deliveryId} is assigned to another driver`);
    }
    if (isFinished(delivery.state)) {
      throw new DispatchError('illegal_transition', `A ${delivery.state} delivery accepts no proof`, {
        details: { state: delivery.state },
      });
    }
    const { imageUrl, imageKeys } = this.configuration.proof;
    const { permit, expiresAt } = createProofPermit(imageKeys, { deliveryId, driverId });
    return { url: imageUrl!, permit, expiresAt: expiresAt.toISOString() };
  }
}
