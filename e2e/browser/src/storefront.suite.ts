import { SELLERS } from '@driver-dispatch/dev-server';
import type { Page } from 'playwright-core';
import { picture } from './testing/dashboard';
import type { UnderTest } from './testing/use-world';
import { DELIVERY_PIN, SHOPPERS } from './world/world';

export function storefront(test: () => UnderTest): void {
  describe('storefront', () => {
    const DRIVER = 'storefront-ada';
    const { point } = SELLERS[0]!.store;
    const heading = (page: Page, name: string) => page.getByRole('heading', { name }).waitFor();
    const open = async (path: string) => {
      const page = await test().dashboard.window();
      await page.goto(`${test().shop.url}/${path}`);
      return page;
    };

    it('tracks a delivery, and its driver only between pickup and drop-off', async () => {
      const { shop } = test();
      const order = await shop.buyFrom();
      const { trackingCode } = await shop.administrator.deliveryIn(order.id, 'PENDING');
      const page = await open(`track/${trackingCode}`);
      await heading(page, 'Searching for a driver');
      await picture(page, 'storefront-searching');
      const map = page.getByLabel('Map of your delivery');
      await map.getByText(SELLERS[0]!.store.name).waitFor();
      await map.getByText('Your address').waitFor();
      await page.getByText(/^1 × \w+/).waitFor();
      const phone = page.getByRole('link', { name: SELLERS[0]!.store.phone });
      expect(await phone.getAttribute('href')).toBe('tel:+49305550101');

      await shop.driverAt(DRIVER, point, 'Ada Lovelace');
      await heading(page, 'The driver is on the way to the store');
      await page.getByText('Ada, by bicycle').waitFor();
      expect(await page.getByText('Lovelace').count()).toBe(0);
      await page.getByText(/^Estimated arrival/).waitFor();
      expect(await map.locator('.driver').count()).toBe(0);

      const { engineDeliveryId: deliveryId } = await shop.administrator.deliveryIn(order.id, 'ASSIGNED');
      await shop.drivers.pickUp({ deliveryId, driverId: DRIVER });
      await shop.drivers.reportLocation({
        driverId: DRIVER,
        point: { ...point, lat: point.lat + 0.001 },
        recordedAt: new Date().toISOString(),
      });
      await heading(page, 'Your order is on its way');
      await map.locator('.driver').waitFor();
      await page.getByText(/^Estimated arrival/).waitFor();
      await picture(page, 'storefront-on-its-way');

      const proof = { kind: 'in_person' as const, receivedBy: 'Mara' };
      await shop.drivers.complete({ deliveryId, driverId: DRIVER, proof, endShift: true });
      await heading(page, 'Delivered');
      await page.getByText('Proof of delivery: in person, received by Mara').waitFor();
      const year = new Date().getFullYear();
      await page.getByText(new RegExp(`^Delivered on \\w+, \\w+ \\d+, ${year} at \\d+:\\d\\d`)).waitFor();
      expect(await map.count()).toBe(0);
      await picture(page, 'storefront-delivered');
      await page.context().close();
    });

    it('leads from the root to the form for a tracking code', async () => {
      const page = await open('');
      await page.getByText('Enter the tracking code from your e-mail.').waitFor();
      expect(new URL(page.url()).pathname).toBe('/track');
      await page.context().close();
    });

    it('shows the delivery PIN and removes its secret from the URL', async () => {
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

    it('accepts a tracking link and reports an unknown code', async () => {
      const page = await open('track');
      await page.getByLabel('Tracking code').fill('https://your-shop.example/track/nobody-has-this');
      await picture(page, 'storefront-form');
      await page.getByRole('button', { name: 'Track' }).click();
      await heading(page, 'Tracking code not found');
      expect(new URL(page.url()).pathname).toBe('/track/nobody-has-this');

      const { shop } = test();
      const { trackingCode } = await shop.waitingDelivery();
      const field = page.getByLabel('Tracking code');
      expect(await field.inputValue()).toBe('nobody-has-this');
      await picture(page, 'storefront-unknown');
      await field.fill(trackingCode);
      await field.press('Enter');
      await heading(page, 'Searching for a driver');
      await page.context().close();
    });
  });
}
