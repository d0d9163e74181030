import { createGuestOrder, SELLERS, SHOP_API_PATH, Shopper } from '@driver-dispatch/dev-server';
import { openWork } from '../../src/testing/require-cleanup';
import type { UnderTest } from './testing/use-world';

export function openWorkCheck(test: () => UnderTest): void {
  describe('check after each test', () => {
    it('reports and ends the open deliveries and online drivers of a test', async () => {
      const { shop } = test();
      const { id } = await new Shopper(`${shop.url}/${SHOP_API_PATH}`).buy(
        createGuestOrder(1, [SELLERS[0]!], 'left'),
      );
      await shop.administrator.deliveryIn(id, 'PENDING');
      await shop.drivers.register({ driverId: 'left', name: 'Lena Left', channels: [] });
      const { point } = SELLERS[0]!.store;
      await shop.drivers.setStatus({ driverId: 'left', status: 'AVAILABLE', point });
      const { orderCode } = await shop.administrator.deliveryIn(id, 'ASSIGNED');

      expect((await openWork(shop)).map(({ text }) => text)).toEqual([
        `delivery of order ${orderCode} is ASSIGNED`,
        'driver left is BUSY',
      ]);
      await shop.endOpenWork();
      expect(await openWork(shop)).toEqual([]);
    });
  });
}
