import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { DispatchError, type ProofImage } from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { ConfigService, Instrument, Logger, TransactionalConnection, type ID } from '@vendure/core';
import type { Request } from 'express';
import { In } from 'typeorm';
import { LOG_CONTEXT } from '../configuration/constants';
import { FINISHED_STATES } from '../deliveries/driver-delivery-state';
import { DriverDelivery } from '../deliveries/driver-delivery.entity';
import { DriverDeliveryProofImage } from './driver-delivery-proof-image.entity';
import { imageBytes } from './image-bytes';
import type { ProofImageRequest } from './permitted-image.middleware';
import { newProofImageName } from './proof-image-name';

const EXTENSIONS: Record<ProofImage['contentType'], string> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
};

/** Maximum number of images of a delivery, so that a driver's device cannot fill the storage. */
const MAX_IMAGES_PER_DELIVERY = 20;

/** Maximum number of images per sweep. */
const BATCH = 200;

/** Stores and deletes proof images in Vendure's asset storage. */
@Injectable()
@Instrument()
export class ProofImageService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly config: ConfigService,
  ) {}

  /**
   * Stores a proof image of a delivery that has not ended. Idempotent by `messageId` and content.
   *
   * @returns the URL of the image; for a resent request, the URL of the first request
   * @throws DispatchError `not_found`, `driver_mismatch`, `illegal_transition`, `invalid_message` for an invalid image,
   * `payload_too_large` for one image too many, or `sequence_gap` with a permit for a delivery that is not known yet
   */
  async store(image: ProofImage, request: ProofImageRequest): Promise<string> {
    const bytes = imageBytes(image);
    const requestHash = createHash('sha256')
      .update(`${request.messageId}\n${JSON.stringify(image)}`)
      .digest('hex');
    const earlier = await this.images.findOneBy({ requestHash });
    if (earlier) {
      return earlier.url;
    }
    const { id: deliveryId } = await this.find(image, request.hasPermit);
    if ((await this.images.countBy({ deliveryId })) >= MAX_IMAGES_PER_DELIVERY) {
      throw new DispatchError(
        'payload_too_large',
        `A delivery has at most ${MAX_IMAGES_PER_DELIVERY} proof images`,
      );
    }
    const name = newProofImageName(EXTENSIONS[image.contentType]);
    const file = await this.storage.writeFileFromBuffer(name, bytes);
    const url = this.urlOf(file, request);
    await this.images
      .createQueryBuilder()
      .insert()
      .values({ deliveryId, requestHash, file, url })
      .orIgnore()
      .updateEntity(false)
      .execute();
    const first = await this.images.findOneByOrFail({ requestHash });
    if (first.file !== file) {
      await this.storage.deleteFile(file);
    }
    return first.url;
  }

  /** Deletes images of ended deliveries that are not in the recorded proof. */
  async deleteUnused(): Promise<{ deleted: number }> {
    const images = await this.images.find({
      where: { recorded: false, delivery: { state: In(FINISHED_STATES) } },
      relations: { delivery: true },
      order: { id: 'ASC' },
      take: BATCH,
    });
    const unused = images.filter((image) => !isRecorded(image));
    const recorded = images.filter(isRecorded).map(({ id }) => id);
    await this.images.update({ id: In(recorded) }, { recorded: true });
    for (const { id, file } of unused) {
      await this.deleteFile(file);
      await this.images.delete(id);
    }
    return { deleted: unused.length };
  }

  /**
   * Deletes all images of deliveries. Logs an error of the storage and continues.
   *
   * @returns the deliveries of images that could not be deleted
   */
  async deleteOf(deliveryIds: ID[]): Promise<Set<ID>> {
    const remaining = new Set<ID>();
    for (const { id, file, deliveryId } of await this.images.findBy({ deliveryId: In(deliveryIds) })) {
      try {
        await this.deleteFile(file);
        await this.images.delete(id);
      } catch (error) {
        Logger.error(`Proof image ${file} not deleted: ${(error as Error).message}`, LOG_CONTEXT);
        remaining.add(deliveryId);
      }
    }
    return remaining;
  }

  /** @throws the error of the storage, unless the file does not exist */
  private async deleteFile(file: string): Promise<void> {
    try {
      await this.storage.deleteFile(file);
    } catch (error) {
      if (await this.storage.fileExists(file)) {
        throw error;
      }
    }
  }

  /** A permit proves the driver and the state, which the shop may not know yet. */
  private async find({ deliveryId, driverId }: ProofImage, hasPermit = false): Promise<DriverDelivery> {
    const delivery = await this.connection.rawConnection
      .getRepository(DriverDelivery)
      .findOneBy({ engineDeliveryId: deliveryId });
    if (!delivery) {
      throw new DispatchError(hasPermit ? 'sequence_gap' : 'not_found', `No delivery ${deliveryId}`);
    }
    if (!hasPermit && delivery.driverId !== driverId) {
      throw new DispatchError('driver_mismatch', `Delivery ${deliveryId} belongs to another driver`);
    }
    // The event of a recent pickup may not have arrived yet.
    const hasDriver = delivery.state === 'ASSIGNED' || delivery.state === 'PICKED_UP';
    if (hasPermit ? FINISHED_STATES.some((state) => state === delivery.state) : !hasDriver) {
      throw new DispatchError('illegal_transition', `A ${delivery.state} delivery accepts no proof`, {
        details: { state: delivery.state },
      });
    }
    return delivery;
  }

  private urlOf(file: string, request: Request): string {
    const address = this.storage.toAbsoluteUrl?.(request, file) ?? file;
    return new URL(address, `${request.protocol}://${request.get('host')}`).href;
  }

  private get images() {
    return this.connection.rawConnection.getRepository(DriverDeliveryProofImage);
  }

  private get storage() {
    return this.config.assetOptions.assetStorageStrategy;
  }
}

/** Compares the file name only, as the driver app may use another base URL. */
function isRecorded({ file, delivery: { proof } }: DriverDeliveryProofImage): boolean {
  return proof !== null && 'url' in proof && (proof.url ?? '').includes(posix.basename(file));
}
