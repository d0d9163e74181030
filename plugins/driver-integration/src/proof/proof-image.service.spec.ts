import type { ProofImage } from '@driver-dispatch/contract';
import type { ConfigService, TransactionalConnection } from '@vendure/core';
import { DriverDelivery } from '../deliveries/driver-delivery.entity';
import type { ProofImageRequest } from './permitted-image.middleware';
import { ProofImageService } from './proof-image.service';

const image: ProofImage = {
  type: 'delivery.proof_image',
  deliveryId: 'delivery',
  driverId: 'ada',
  contentType: 'image/png',
  // An image of one pixel.
  image: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
};

/** A service whose shop knows one delivery, or none, with a number of images. */
function serviceWith(delivery: object | null, stored = 20) {
  const images = { findOneBy: async () => null, countBy: async () => stored };
  const getRepository = (entity: unknown) =>
    entity === DriverDelivery ? { findOneBy: async () => delivery } : images;
  const writeFileFromBuffer = jest.fn();
  const service = new ProofImageService(
    { rawConnection: { getRepository } } as unknown as TransactionalConnection,
    { assetOptions: { assetStorageStrategy: { writeFileFromBuffer } } } as unknown as ConfigService,
  );
  const refusalOf = (hasPermit: boolean) =>
    service
      .store(image, { messageId: 'message', hasPermit } as ProofImageRequest)
      .catch(({ code }: { code: string }) => code);
  return { refusalOf, writeFileFromBuffer };
}

it('refuses an image of a delivery that has twenty', async () => {
  const { refusalOf, writeFileFromBuffer } = serviceWith({ id: '7', driverId: 'ada', state: 'PICKED_UP' });
  expect(await refusalOf(false)).toBe('payload_too_large');
  expect(writeFileFromBuffer).not.toHaveBeenCalled();
});

/** The images of the delivery are counted after its checks. */
const ACCEPTED = 'payload_too_large';

it.each([
  ['a delivery not yet assigned', { driverId: null, state: 'PENDING' }, 'driver_mismatch', ACCEPTED],
  ['a delivery not yet accepted', { driverId: 'ada', state: 'SUBMITTING' }, 'illegal_transition', ACCEPTED],
  ['a delivery of the previous driver', { driverId: 'bo', state: 'ASSIGNED' }, 'driver_mismatch', ACCEPTED],
  [
    'a delivery that has ended',
    { driverId: 'ada', state: 'DELIVERED' },
    'illegal_transition',
    'illegal_transition',
  ],
  ['an unknown delivery', null, 'not_found', 'sequence_gap'],
])(
  'checks %s by the shop without a permit, and by the permit with one',
  async (_, delivery, signed, permitted) => {
    const { refusalOf } = serviceWith(delivery);
    expect([await refusalOf(false), await refusalOf(true)]).toEqual([signed, permitted]);
  },
);

it('deletes the other images if the storage cannot delete one, and returns its delivery', async () => {
  const stored = ['1', '2', '3'].map((id) => ({ id, deliveryId: `d${id}`, file: `${id}.jpg` }));
  const deleted: string[] = [];
  const images = {
    findBy: () => Promise.resolve(stored),
    delete: (id: string) => Promise.resolve(deleted.push(id)),
  };
  const assetStorageStrategy = {
    deleteFile: (file: string) =>
      file === '2.jpg' ? Promise.reject(new Error('denied')) : Promise.resolve(),
    fileExists: () => Promise.resolve(true),
  };
  const service = new ProofImageService(
    { rawConnection: { getRepository: () => images } } as unknown as TransactionalConnection,
    { assetOptions: { assetStorageStrategy } } as unknown as ConfigService,
  );
  expect(await service.deleteOf(['d1', 'd2', 'd3'])).toEqual(new Set(['d2']));
  expect(deleted).toEqual(['1', '3']);
});
