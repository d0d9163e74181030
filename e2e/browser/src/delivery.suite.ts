import { SELLERS } from '@driver-dispatch/dev-server';
import type { Page } from 'playwright-core';
import { cancelFor, inGerman, NARROW, measureOverflow, picture } from './testing/dashboard';
import { Phone } from './testing/driver-app/phone';
import { clickDuringZoom, untilStill } from './testing/map-motion';
import type { UnderTest } from './testing/use-world';
import { DELIVERY_PIN, SHOPPERS } from './world/world';

const [BAKERY] = SELLERS;

export function oneDelivery(test: () => UnderTest): void {
  describe('delivery page', () => {
    it('sets the drop-off location of an unlocated delivery and submits it', async () => {
      const { dashboard, shop } = test();
      const { id } = await shop.unlocatedDelivery();
      const page = await dashboard.page(`driver-deliveries/${id}`);
      await page.getByText('The shipping address has no coordinates and was not found').waitFor();
      await page.getByRole('button', { name: 'Set drop-off location' }).click();
      const map = page.getByRole('application', { name: 'Drop-off location' });
      const submit = page.getByRole('button', { name: 'Save and submit' });
      await page.getByRole('dialog').getByText('10179 Berlin').waitFor();
      expect(await submit.isDisabled()).toBe(true);
      // Zooms out to country level and back to the stores.
      for (let step = 0; step < 6; step += 1) {
        await untilStill(map);
        await map.getByRole('button', { name: 'Zoom out' }).click();
      }
      await untilStill(map);
      await clickDuringZoom(map, { x: 120, y: 100 }, 'Show all');
      await untilStill(map);
      expect(await submit.isDisabled()).toBe(true);
      await map.click({ position: { x: 120, y: 100 } });
      await page.getByRole('button', { name: 'Drop-off marker, move with the arrow keys' }).press('ArrowUp');
      await picture(page, 'delivery-place');
      const phone = await dashboard.page(`driver-deliveries/${id}`, {
        viewport: NARROW,
        colorScheme: 'dark',
      });
      await phone.getByRole('button', { name: 'Actions' }).click();
      await phone.getByRole('menuitem', { name: 'Set drop-off location' }).click();
      await phone.getByRole('application', { name: 'Drop-off location' }).waitFor();
      await picture(phone, 'delivery-place-narrow-dark');
      expect(await measureOverflow(phone)).toBeLessThanOrEqual(0);
      await dashboard.leave(phone);

      await submit.click();
      await page.getByText('Waiting for a driver', { exact: true }).waitFor();
      await page.getByText('Sent to dispatch').waitFor();
      await page.getByText('Ready for pickup').waitFor();
      // The pickup and the drop-off near it.
      expect(await page.getByText(/^52\.[3-7]\d+, 13\.\d+$/).count()).toBe(2);
      await page.getByRole('button', { name: 'Actions' }).click();
      await page.getByRole('menuitem', { name: 'Cancel delivery' }).click();
      await cancelFor(page, 'OTHER');
      await page.getByRole('button', { name: 'Redeliver' }).waitFor();
      expect(await page.getByText('Ready for pickup').count()).toBe(0);
      await dashboard.leave(page);
    });

    it('shows why an action is rejected', async () => {
      const { dashboard, shop } = test();
      const { id } = await shop.waitingDelivery();
      const page = await dashboard.page(`driver-deliveries/${id}`);
      const api = '**/admin-api**';
      await page.route(api, async (route) => {
        if (route.request().postData()?.includes('mutation CancelDriverDelivery')) {
          // Another dispatcher is faster.
          await shop.administrator.cancel(id);
        }
        return route.fallback();
      });
      await page.getByRole('button', { name: 'Actions' }).click();
      await page.getByRole('menuitem', { name: 'Cancel delivery' }).click();
      await cancelFor(page, 'OTHER');
      await page.getByText('This delivery is being cancelled').waitFor();
      await page.unroute(api);
      await dashboard.leave(page);
    });

    it('resets failed PIN attempts', async () => {
      const { dashboard, shop } = test();
      const { id } = await shop.waitingDelivery({ fullName: SHOPPERS.withPin });
      const driverId = 'guesser';
      await shop.driverAt(driverId, BAKERY!.store.point, 'Gus Guesser');
      const { task } = await shop.drivers.heartbeat(driverId);
      const deliveryId = task!.deliveryId;
      await shop.drivers.pickUp({ deliveryId, driverId });
      const enterPin = (code: string) =>
        shop.drivers.complete({ deliveryId, driverId, proof: { kind: 'pin', pin: code } });
      const page = await dashboard.page(`driver-deliveries/${id}`);
      await page.getByText('On the way to drop-off').first().waitFor();
      await expect(enterPin('1')).rejects.toThrow();
      await page.getByText('1 failed PIN attempt').waitFor();
      for (const wrongPin of ['2', '3', '4', '5']) {
        await expect(enterPin(wrongPin)).rejects.toThrow();
      }
      await page.getByText('5 failed PIN attempts').waitFor();
      await page.getByText(/PIN entry is locked until/).waitFor();
      await picture(page, 'delivery-code-locked');
      await page.getByRole('button', { name: 'Reset PIN attempts' }).click();
      await page.getByText(/\d failed PIN attempts?/).waitFor({ state: 'detached' });
      expect(await enterPin(DELIVERY_PIN)).toMatchObject({ state: 'DELIVERED' });
      await dashboard.leave(page);
    });

    it('exchanges messages with the driver app, and shows the photo that it has uploaded', async () => {
      const { dashboard, shop } = test();
      const driverId = 'photographer';
      await shop.register(driverId, 'Dorothea Lange');
      const phone = await Phone.open(dashboard.browser, dashboard.violations, {
        location: BAKERY!.store.point,
      });
      await phone.page.goto(await shop.administrator.invite(driverId));
      await phone.tap('Go on duty');
      await phone.heading('On duty');
      const order = await shop.buyFrom();
      const { id, orderCode } = await shop.administrator.deliveryIn(order.id, 'ASSIGNED');
      await phone.tap('Picked up');
      const page = await dashboard.page(`driver-deliveries/${id}`);
      await page.getByText('On the way to drop-off').waitFor();

      await page.getByLabel('Message to the driver').fill('Ring twice.');
      await page.getByRole('button', { name: 'Send message' }).click();
      await page.getByText('Message to Dorothea Lange').waitFor();
      await page.getByText('Not read yet').waitFor();
      await phone.page.getByRole('link', { name: '1 new message' }).click();
      await phone.page.getByText('Ring twice.').waitFor();
      await page.getByText(/^Read at/).waitFor();
      await phone.page.getByLabel('Message to the dispatcher').fill('Nobody opens.');
      await phone.tap('Send');
      await page.getByText('Message from Dorothea Lange').waitFor();
      await picture(page, 'delivery-messages');
      await page.getByRole('button', { name: 'Mark as read' }).click();
      await page.getByText(/^Read by superadmin at/).waitFor();
      await phone.page.getByText(/^You.*, read$/).waitFor();
      await phone.follow('Back to the delivery');

      await phone.tap('Delivered');
      const buffer = await parcelPhoto(page);
      const file = { name: 'photo.jpg', mimeType: 'image/jpeg', buffer };
      await phone.page.getByLabel('Take a photo').setInputFiles(file);
      await phone.page.getByAltText('Your photo').waitFor();
      await phone.page.getByLabel('Then go off duty').check();
      await phone.tap('Confirm the delivery');
      await phone.heading('Off duty');
      const photo = page.getByRole('img', { name: `Delivery photo for order ${orderCode}` });
      await photo.waitFor();
      const url = await page.getByRole('link').filter({ has: photo }).getAttribute('href');
      expect(url).toContain(shop.url);
      expect(
        await photo.evaluate((image: HTMLImageElement) => image.decode().then(() => image.width)),
      ).toBeGreaterThan(100);
      await page.getByText('Photo', { exact: true }).waitFor();
      await picture(page, 'delivery-proof');

      await inGerman(page, async () => {
        await page.getByRole('img', { name: `Zustellfoto zu Bestellung ${orderCode}` }).waitFor();
        await page.getByText('Foto', { exact: true }).waitFor();
        await picture(page, 'delivery-proof-german');
        await page.locator('a', { hasText: orderCode }).click();
        await page.getByRole('heading', { name: 'Lieferung: Zugestellt' }).waitFor();
        await picture(page, 'order-history-german');
      });
      await dashboard.leave(page);
      await phone.close();
    });

    it('is linked on the order page, which marks the order as ready', async () => {
      const { dashboard, shop } = test();
      const order = await shop.buyFrom(SELLERS[0], { fullName: SHOPPERS.untilMarkedReady });
      const page = await dashboard.page(`orders/${order.id}`);
      await page.getByText('Not ready', { exact: true }).waitFor();
      await picture(page, 'order');
      await page.getByRole('button', { name: 'Mark as ready' }).click();
      await page.getByText('Waiting for a driver', { exact: true }).waitFor();
      await dashboard.leave(page);
    });
  });
}

/** A photo of a delivered parcel. */
async function parcelPhoto(page: Page): Promise<Buffer> {
  const scene = await page.context().newPage();
  await scene.setViewportSize({ width: 480, height: 360 });
  await scene.setContent(`<body style="margin:0;background:linear-gradient(#b9a58c 70%,#6f6a64 70%)">
    <div style="position:absolute;left:150px;top:24px;width:180px;height:256px;background:#2f4f3f"></div>
    <div style="position:absolute;left:306px;top:150px;width:12px;height:12px;border-radius:6px;background:#d8b45a"></div>
    <div style="position:absolute;left:190px;top:226px;width:120px;height:78px;background:#c08a4f"></div>
    <div style="position:absolute;left:240px;top:226px;width:20px;height:78px;background:#e2c79a"></div></body>`);
  const jpeg = await scene.screenshot({ type: 'jpeg' });
  await scene.close();
  return jpeg;
}
