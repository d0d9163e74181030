import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { DispatchError, type ProofImage } from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import {
  Asset,
  AssetService,
  ChannelService,
  ConfigService,
  idsAreEqual,
  isGraphQlErrorResult,
  TransactionalConnection,
  type RequestContext,
} from '@vendure/core';
import type { Request } from 'express';
import { IsNull } from 'typeorm';
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
    private readonly channels: ChannelService,
    private readonly config: ConfigService,
  ) {}

  /**
   * Stores the image of a delivery that has a driver. It replaces the delivery's previous image, whose asset and file
   * are deleted. The asset belongs to the delivery's channel only.
   *
   * @returns the URL of the image
   * @throws DispatchError `not_found`, `driver_mismatch`, `illegal_transition`, or `invalid_message` for what is no image
   */
  async keep(image: ProofImage, request: Request): Promise<string> {
    const bytes = imageBytes(image);
    const delivery = await this.find(image);
    const ctx = await this.contexts.contextOf(delivery);
    const asset = await this.connection.withTransaction(ctx, (transaction) =>
      this.create(transaction, bytes, EXTENSIONS[image.contentType]),
    );
    const replacedId = await this.replace(delivery, String(asset.id));
    if (replacedId !== null) {
      await this.assets.delete(ctx, [replacedId], true);
    }
    return this.addressOf(asset, request);
  }

  private async create(ctx: RequestContext, bytes: Buffer, extension: string): Promise<Asset> {
    const name = `proof-of-delivery-${randomBytes(16).toString('hex')}.${extension}`;
    const created = await this.assets.createFromFileStream(Readable.from(bytes), name, ctx);
    if (isGraphQlErrorResult(created)) {
      throw new DispatchError('invalid_message', `image: ${created.message}`);
    }
    // Vendure assigns every asset to the default channel, too.
    const defaultChannel = await this.channels.getDefaultChannel(ctx);
    if (!idsAreEqual(defaultChannel.id, ctx.channelId)) {
      await this.channels.removeFromChannels(ctx, Asset, created.id, [defaultChannel.id]);
    }
    return created;
  }

  /**
   * Sets the delivery's image. Of several images at once, the conditional update lets each replace exactly one other.
   *
   * @returns the id of the replaced asset
   */
  private async replace({ id }: DriverDelivery, proofImageId: string): Promise<string | null> {
    const deliveries = this.connection.rawConnection.getRepository(DriverDelivery);
    for (;;) {
      const { proofImageId: replacedId } = await deliveries.findOneByOrFail({ id });
      const { affected } = await deliveries.update(
        { id, proofImageId: replacedId ?? IsNull() },
        { proofImageId },
      );
      if (affected === 1) {
        return replacedId;
      }
    }
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
