import type { ProofImage } from '@driver-dispatch/contract';
import type { ConfigService, TransactionalConnection } from '@vendure/core';
import type { Request } from 'express';
import { DriverDelivery } from '../deliveries/driver-delivery.entity';
import { ProofImageService } from './proof-image.service';

const image: ProofImage = {
  type: 'delivery.proof_image',
  deliveryId: 'delivery',
  driverId: 'ada',
  contentType: 'image/png',
  // An image of one pixel.
  image: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
};

it('refuses an image of a delivery that has twenty', async () => {
  const delivery = { id: '7', driverId: 'ada', state: 'PICKED_UP' };
  const images = { findOneBy: async () => null, countBy: async () => 20 };
  const getRepository = (entity: unknown) =>
    entity === DriverDelivery ? { findOneBy: async () => delivery } : images;
  const writeFileFromBuffer = jest.fn();
  const service = new ProofImageService(
    { rawConnection: { getRepository } } as unknown as TransactionalConnection,
    { assetOptions: { assetStorageStrategy: { writeFileFromBuffer } } } as unknown as ConfigService,
  );
  await expect(service.store(image, 'message', {} as Request)).rejects.toMatchObject({
    code: 'payload_too_large',
  });
  expect(writeFileFromBuffer).not.toHaveBeenCalled();
});
