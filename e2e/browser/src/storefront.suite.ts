import { SELLERS } from '@driver-dispatch/dev-server';
import type { Page } from 'playwright-core';
import { picture } from './testing/dashboard';
import type { UnderTest } from './testing/use-world';
import { DELIVERY_PIN, SHOPPERS } from './world/world';

/** What a shopper is shown who has a delivery's tracking code. */
export function storefront(test: () => UnderTest): void {
  describe('the storefront', () => {
    const DRIVER = 'storefront-ada';
    const { point } = SELLERS[0]!.store;
    const heading = (page: Page, name: string) => page.getByRole('heading', { name }).waitFor();
    const open = async (path: string) => {
      const page = await test().dashboard.window();
      await page.goto(`${test().shop.url}/${path}`);
      return page;
    };

    it('follows a delivery to the door, and the driver between pick-up and drop-off only', async () => {
      const { shop } = test();
      const order = await shop.buyFrom();
      const { trackingCode } = await shop.administrator.deliveryIn(order.id, 'PENDING');
      const page = await open(`track/${trackingCode}`);
      await heading(page, 'Looking for a driver');
      await picture(page, 'storefront-searching');
      const map = page.getByLabel('Map with the driver’s position');

      await shop.driverAt(DRIVER, point, 'Ada Lovelace');
      await heading(page, 'A driver is on the way to the store');
      await page.getByText('Ada, by bicycle').waitFor();
      expect(await page.getByText('Lovelace').count()).toBe(0);
      expect(await map.count()).toBe(0);

      const { engineDeliveryId: deliveryId } = await shop.administrator.deliveryIn(order.id, 'ASSIGNED');
      await shop.drivers.pickUp({ deliveryId, driverId: DRIVER });
      await shop.drivers.reportLocation({
        driverId: DRIVER,
        point: { ...point, lat: point.lat + 0.001 },
        recordedAt: new Date().toISOString(),
      });
      await heading(page, 'Your order is on its way');
      await map.locator('.driver').waitFor();
      await page.getByText(/^Expected/).waitFor();
      await picture(page, 'storefront-on-its-way');

      const proof = { kind: 'handover' as const, receivedBy: 'Mara' };
      await shop.drivers.complete({ deliveryId, driverId: DRIVER, proof, endShift: true });
      await heading(page, 'Delivered');
      await page.getByText('Handed over: in person, to Mara').waitFor();
      expect(await map.count()).toBe(0);
      await picture(page, 'storefront-delivered');
      await page.context().close();
    });

    it('shows the delivery PIN, and keeps its secret out of the address', async () => {
      const { shop } = test();
      const order = await shop.buyFrom(SELLERS[0], { fullName: SHOPPERS.withPin });
      const { trackingCode } = await shop.administrator.deliveryIn(order.id, 'PENDING');
      const page = await open(`track/${trackingCode}#${await shop.pinSecretOf(trackingCode)}`);
      await page.getByText(DELIVERY_PIN).waitFor();
      expect(page.url()).toBe(`${shop.url}/track/${trackingCode}`);
      await page.reload();
      await page.getByText(DELIVERY_PIN).waitFor();
      expect(page.url()).toBe(`${shop.url}/track/${trackingCode}`);
      await page.context().close();
    });

    it('takes the link out of an e-mail, and says so where a code is nobody’s', async () => {
      const page = await open('track');
      await page.getByLabel('Tracking code').fill('https://your-shop.example/track/nobody-has-this');
      await picture(page, 'storefront-form');
      await page.getByRole('button', { name: 'Follow' }).click();
      await heading(page, 'No delivery has this code');
      expect(new URL(page.url()).pathname).toBe('/track/nobody-has-this');
      await page.context().close();
    });
  });
}
