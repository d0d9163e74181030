import { errandOf, SELLERS, SHOP_API_PATH, Shopper } from '@driver-dispatch/dev-server';
import { cleanUp } from './testing/left-behind';
import { useWorld } from './testing/use-world';

const test = useWorld();

describe('the check after each test', () => {
  it('names the drivers and deliveries that a test has left behind, and removes them', async () => {
    const { shop } = test();
    const { id } = await new Shopper(`${shop.url}/${SHOP_API_PATH}`).buy(errandOf(1, [SELLERS[0]!], 'left'));
    await shop.administrator.deliveryIn(id, 'PENDING');
    await shop.drivers.register({ driverId: 'left', name: 'Lena Left', channels: [] });
    const { point } = SELLERS[0]!.store;
    await shop.drivers.setStatus({ driverId: 'left', status: 'AVAILABLE', point });
    const { id: deliveryId, orderCode } = await shop.administrator.deliveryIn(id, 'ASSIGNED');

    expect(await cleanUp(shop)).toEqual([
      'driver Lena Left (left) is BUSY',
      `delivery ${deliveryId} of order ${orderCode} is ASSIGNED`,
    ]);
    expect(await cleanUp(shop)).toEqual([]);
  });
});
