import { errandOf, SELLERS, SHOP_API_PATH, Shopper } from '@driver-dispatch/dev-server';
import { openWork } from '../../src/testing/leave-nothing';
import type { UnderTest } from './testing/use-world';

export function leftBehind(test: () => UnderTest): void {
  describe('the check after each test', () => {
    it('names the drivers and deliveries that a test has left behind, and removes them', async () => {
      const { shop } = test();
      const { id } = await new Shopper(`${shop.url}/${SHOP_API_PATH}`).buy(
        errandOf(1, [SELLERS[0]!], 'left'),
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
