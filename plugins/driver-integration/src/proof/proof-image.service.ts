import { Readable } from 'node:stream';
import { DispatchError, type ProofImage } from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import {
  Asset,
  AssetService,
  ConfigService,
  isGraphQlErrorResult,
  TransactionalConnection,
} from '@vendure/core';
import type { Request } from 'express';
import { DeliveryContextService } from '../delivery/delivery-context.service';
import { DriverDelivery } from '../delivery/driver-delivery.entity';
import { imageBytes } from './image-bytes';

const EXTENSIONS: Record<ProofImage['contentType'], string> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
};

/** Photos and signatures in Vendure's asset storage. */
@Injectable()
export class ProofImageService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly contexts: DeliveryContextService,
    private readonly assets: AssetService,
    private readonly config: ConfigService,
  ) {}

  /**
   * Keeps the image of a delivery that its driver has on the road; of several it names the last, and the others stay
   * assets of the shop.
   *
   * @returns where it can be seen
   * @throws DispatchError `not_found`, `driver_mismatch`, `illegal_transition`, or `invalid_message` for what is no image
   */
  async keep(image: ProofImage, request: Request): Promise<string> {
    const bytes = imageBytes(image);
    const delivery = await this.find(image);
    const ctx = await this.contexts.contextOf(delivery);
    const asset = await this.connection.withTransaction(ctx, async (transaction) => {
      const file = Readable.from(bytes);
      const name = `proof-of-delivery-${delivery.id}.${EXTENSIONS[image.contentType]}`;
      const created = await this.assets.createFromFileStream(file, name, transaction);
      if (isGraphQlErrorResult(created)) {
        throw new DispatchError('invalid_message', `image: ${created.message}`);
      }
      await this.connection
        .getRepository(transaction, DriverDelivery)
        .update(delivery.id, { proofImageId: String(created.id) });
      return created;
    });
    return this.addressOf(asset, request);
  }

  private async find({ deliveryId, driverId }: ProofImage): Promise<DriverDelivery> {
    const delivery = await this.connection.rawConnection
      .getRepository(DriverDelivery)
      .findOneBy({ engineDeliveryId: deliveryId });
    if (!delivery) {
      throw new DispatchError('not_found', `No delivery ${deliveryId}`);
    }
    if (delivery.driverId !== driverId) {
      throw new DispatchError('driver_mismatch', `Delivery ${deliveryId} is not this driver's`);
    }
    // The event of a pick-up that was just now may still be on its way here.
    if (delivery.state !== 'ASSIGNED' && delivery.state !== 'PICKED_UP') {
      throw new DispatchError('illegal_transition', `A ${delivery.state} delivery takes no proof`, {
        details: { state: delivery.state },
      });
    }
    return delivery;
  }

  private addressOf({ source }: Asset, request: Request): string {
    const { assetStorageStrategy } = this.config.assetOptions;
    const address = assetStorageStrategy.toAbsoluteUrl?.(request, source) ?? source;
    return new URL(address, `${request.protocol}://${request.get('host')}`).href;
  }
}
