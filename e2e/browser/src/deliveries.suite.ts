import { SELLERS } from '@driver-dispatch/dev-server';
import type { Page } from 'playwright-core';
import { Administrator } from './testing/administrator';
import { NARROW, overflowOf, picture, speak } from './testing/dashboard';
import { untilStill } from './testing/map-motion';
import type { UnderTest } from './testing/under-test';

const [BAKERY] = SELLERS;

export function deliveries(test: () => UnderTest): void {
  describe('the deliveries', () => {
    const far = { lat: BAKERY!.store.point.lat + 2, lon: BAKERY!.store.point.lon };

    it('are counted, found, and followed live to a driver chosen by hand', async () => {
      const { dashboard, shop } = test();
      const page = await dashboard.page('driver-deliveries');
      await page.getByRole('button', { name: /^Waiting for a driver\s*0/ }).waitFor();
      const delivery = await shop.waitingDelivery();
      await page.getByRole('button', { name: /^Waiting for a driver\s*1/ }).click();
      await page.getByPlaceholder('Filter...').fill(delivery.orderCode);
      await page.getByRole('row').filter({ hasText: delivery.orderCode }).waitFor();
      await picture(page, 'deliveries');

      await page.getByRole('row').getByText(delivery.orderCode).click();
      await page.getByText('Accepted by the engine').waitFor();
      await shop.driverAt('by-hand', far, 'Hanna Chosen');
      await page.getByRole('button', { name: 'Assign a driver' }).click();
      await page.getByRole('option', { name: /Hanna Chosen/ }).click();
      // Nobody reloads the page: it keeps itself up to date.
      await page.getByText('Assigned to a driver').waitFor();
      await page.getByText(/chosen by hand by superadmin/).waitFor();
      await page.getByText('On the way to the store').waitFor();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      const map = page.getByRole('application', { name: 'The way of the delivery' });
      await map.locator('[aria-label="Hanna Chosen, busy"]').waitFor();
      await map.locator(`[aria-label="Order ${delivery.orderCode}"]`).waitFor();
      await picture(page, 'delivery');

      await shop.driverAt('instead', far, 'Ines Instead');
      await page.getByRole('button', { name: 'Give it to another driver' }).click();
      await page.getByText('Hanna Chosen is told to leave it').waitFor();
      await picture(page, 'delivery-reassign');
      await page.getByRole('option', { name: /Ines Instead/ }).click();
      await page.getByText('Given to another driver').waitFor();
      await page.getByText('by superadmin', { exact: true }).waitFor();
      await picture(page, 'delivery-reassigned');
      expect((await shop.drivers.heartbeat('by-hand')).task).toBeNull();
      await shop.offTheRoad('by-hand');
      await shop.offTheRoad('instead');
      await page.getByText('This delivery needs attention').waitFor();

      await page.getByRole('button', { name: 'Send out again' }).click();
      await page.waitForURL((url) => !url.pathname.endsWith(`/${delivery.id}`));
      await page.getByText('attempt 1').waitFor();
      await page.getByRole('button', { name: 'Actions' }).click();
      await page.getByRole('menuitem', { name: 'Cancel the delivery' }).click();
      await page.getByLabel('Reason').fill('seen by a test');
      await page.getByRole('button', { name: 'Cancel the delivery' }).click();
      await page.getByText('seen by a test').waitFor();
      await page.getByRole('button', { name: 'Send out again' }).waitFor();

      await page.locator('a', { hasText: delivery.orderCode }).click();
      await page.waitForURL(/\/seller-orders\//);
      // In words, not as the entry's data.
      await page.getByRole('heading', { name: 'Delivery: Failed', exact: true }).waitFor();
      expect(await page.getByRole('heading', { name: 'driver delivery' }).count()).toBe(0);
      await picture(page, 'order-history');
      await dashboard.leave(page);
    });

    it('that could not be located are placed on a map, and handed over', async () => {
      const { dashboard, shop } = test();
      const { id } = await shop.unlocatedDelivery();
      const page = await dashboard.page(`driver-deliveries/${id}`);
      await page.getByText('The shipping address has no coordinates and was not found').waitFor();
      await page.getByRole('button', { name: 'Place the drop-off' }).click();
      const map = page.getByRole('application', { name: 'Where it is handed over' });
      const handOver = page.getByRole('button', { name: 'Hand it over' });
      await page.getByRole('dialog').getByText('10179 Berlin').waitFor();
      expect(await handOver.isDisabled()).toBe(true);
      // Out to where a click would be a country away, and back to the stores.
      await page.getByRole('button', { name: 'Zoom out' }).click({ clickCount: 6, delay: 300 });
      await page.getByRole('button', { name: 'Show everything' }).click();
      await untilStill(map);
      await map.click({ position: { x: 120, y: 100 } });
      await page.getByRole('button', { name: 'The drop-off; arrow keys move it' }).press('ArrowUp');
      await picture(page, 'delivery-place');
      const phone = await dashboard.page(`driver-deliveries/${id}`, {
        viewport: NARROW,
        colorScheme: 'dark',
      });
      await phone.getByRole('button', { name: 'Actions' }).click();
      await phone.getByRole('menuitem', { name: 'Place the drop-off' }).click();
      await phone.getByRole('application', { name: 'Where it is handed over' }).waitFor();
      await picture(phone, 'delivery-place-narrow-dark');
      expect(await overflowOf(phone)).toBeLessThanOrEqual(0);
      await dashboard.leave(phone);

      await handOver.click();
      await page.getByText('Waiting for a driver', { exact: true }).waitFor();
      await page.getByText('Accepted by the engine').waitFor();
      await page.getByText('Ready to be picked up').waitFor();
      // The store, and the door not far from it.
      expect(await page.getByText(/^52\.[3-7]\d+, 13\.\d+$/).count()).toBe(2);
      await page.getByRole('button', { name: 'Actions' }).click();
      await page.getByRole('menuitem', { name: 'Cancel the delivery' }).click();
      await page.getByRole('button', { name: 'Cancel the delivery' }).click();
      await page.getByRole('button', { name: 'Send out again' }).waitFor();
      expect(await page.getByText('Ready to be picked up').count()).toBe(0);
      await dashboard.leave(page);
    });

    it('whose code was told wrong too often take it again once a person says so', async () => {
      const { dashboard, shop } = test();
      shop.handoverCode.wanted = true;
      const { id } = await shop.waitingDelivery();
      shop.handoverCode.wanted = false;
      const driverId = 'guesser';
      await shop.driverAt(driverId, BAKERY!.store.point, 'Gus Guesser');
      const { task } = await shop.drivers.heartbeat(driverId);
      const deliveryId = task!.deliveryId;
      await shop.drivers.pickUp({ deliveryId, driverId });
      const tell = (code: string) =>
        shop.drivers.complete({ deliveryId, driverId, proof: { kind: 'code', code } });
      const page = await dashboard.page(`driver-deliveries/${id}`);
      await page.getByText('On the way to the door').first().waitFor();
      await expect(tell('1')).rejects.toThrow();
      await page.getByText("The receiver's code was told wrong once").waitFor();
      for (const told of ['2', '3', '4', '5']) {
        await expect(tell(told)).rejects.toThrow();
      }
      await page.getByText("The receiver's code was told wrong 5 times").waitFor();
      await page.getByText(/The driver can tell none until/).waitFor();
      await picture(page, 'delivery-code-locked');
      await page.getByRole('button', { name: 'Take the code again' }).click();
      await page.getByText(/told wrong/).waitFor({ state: 'detached' });
      expect(await tell('471100')).toMatchObject({ state: 'DELIVERED' });
      await shop.offTheRoad(driverId);
      await dashboard.leave(page);
    });

    it('are cancelled several at once, found by their state, and sent out again together', async () => {
      const { dashboard, shop } = test();
      const two = [await shop.waitingDelivery(), await shop.waitingDelivery()];
      const page = await dashboard.page('driver-deliveries?show=waiting');
      const doToBoth = async (action: string) => {
        for (const { orderCode } of two) {
          await page.getByRole('row').filter({ hasText: orderCode }).getByRole('checkbox').click();
        }
        await page.getByLabel('Bulk actions').getByRole('button', { name: 'Actions' }).click();
        await page.getByText(action, { exact: true }).click();
      };
      const goOn = async () => {
        await page.getByRole('button', { name: 'Continue' }).click();
        await page.getByText('Done for 2 deliveries').first().waitFor();
      };
      await doToBoth('Cancel the deliveries');
      // Placeholders are filled in, though Vendure hands out the plugin's catalogs uncompiled.
      await page.getByText('2 of 2 selected deliveries can still be cancelled.').waitFor();
      await goOn();
      await page.getByRole('button', { name: /^Waiting for a driver\s*0/ }).click();

      await page.getByRole('row').filter({ hasText: 'Cancelled' }).first().waitFor();
      await page.getByRole('button', { name: 'State' }).click();
      await page.getByRole('option', { name: 'Cancelled' }).click();
      await page.keyboard.press('Escape');
      await page.getByRole('row').filter({ hasText: 'Delivered' }).first().waitFor({ state: 'detached' });
      await doToBoth('Dispatch again');
      await page.getByText('2 of 2 selected deliveries can be dispatched again').waitFor();
      await goOn();
      await page.getByRole('button', { name: /^State/ }).click();
      await page.getByRole('option', { name: 'Clear filters' }).click();
      await page.keyboard.press('Escape');

      await page.getByRole('button', { name: /^Waiting for a driver\s*2/ }).click();
      await page.getByRole('row').filter({ hasText: 'Cancelled' }).first().waitFor({ state: 'detached' });
      await doToBoth('Cancel the deliveries');
      await goOn();
      await page.getByRole('button', { name: /^Waiting for a driver\s*0/ }).waitFor();
      await dashboard.leave(page);
    });

    it('show what the driver has sent as proof', async () => {
      const { dashboard, shop } = test();
      const driverId = 'photographer';
      await shop.driverAt(driverId, BAKERY!.store.point, 'Dorothea Lange');
      const order = await shop.buyFrom();
      const administrator = await Administrator.of(shop);
      const { id, orderCode, engineDeliveryId } = await administrator.deliveryIn(order.id, 'ASSIGNED');
      const delivery = { deliveryId: engineDeliveryId, driverId };
      await shop.drivers.pickUp(delivery);
      const page = await dashboard.page(`driver-deliveries/${id}`);
      await page.getByText('On the way to the door').waitFor();

      const url = await shop.sendPicture(engineDeliveryId, driverId, await parcelAtADoor(page));
      await shop.drivers.complete({ ...delivery, proof: { kind: 'photo', url }, endShift: true });
      const photo = page.getByRole('img', { name: `Photo of what was delivered for order ${orderCode}` });
      await photo.waitFor();
      expect(await page.getByRole('link').filter({ has: photo }).getAttribute('href')).toBe(url);
      expect(
        await photo.evaluate((image: HTMLImageElement) => image.decode().then(() => image.width)),
      ).toBeGreaterThan(100);
      await page.getByText('With a photo').waitFor();
      await picture(page, 'delivery-proof');

      await speak(page, 'de');
      await page
        .getByRole('img', { name: `Foto dessen, was zu Bestellung ${orderCode} geliefert wurde` })
        .waitFor();
      await page.getByText('Mit einem Foto').waitFor();
      await picture(page, 'delivery-proof-german');
      await page.locator('a', { hasText: orderCode }).click();
      await page.getByRole('heading', { name: 'Lieferung: Zugestellt' }).waitFor();
      await picture(page, 'order-history-german');
      await speak(page, 'en');
      await dashboard.leave(page);
    });

    it('are on the page of their order, where one that waits for that is marked as ready', async () => {
      const { dashboard, shop } = test();
      shop.readiness.moment = 'marked_ready';
      const order = await shop.buyFrom();
      const page = await dashboard.page(`orders/${order.id}`);
      await page.getByText('Not ready', { exact: true }).waitFor();
      await picture(page, 'order');
      await page.getByRole('button', { name: 'Mark as ready' }).click();
      await page.getByText('Waiting for a driver', { exact: true }).waitFor();
      shop.readiness.moment = 'paid';
      const administrator = await Administrator.of(shop);
      await administrator.cancel((await administrator.deliveryIn(order.id, 'PENDING')).id);
      await page.getByText('Cancelled', { exact: true }).waitFor();
      await dashboard.leave(page);
    });

    it('are told of in German', async () => {
      const { dashboard } = test();
      const page = await dashboard.page('driver-deliveries');
      await page.getByRole('heading', { name: 'Deliveries' }).waitFor();
      await speak(page, 'de');
      await page.getByRole('heading', { name: 'Lieferungen' }).waitFor();
      await page.getByRole('button', { name: /^Wartet auf einen Fahrer/ }).waitFor();
      await page.getByRole('button', { name: /^Brauchen Hilfe/ }).click();
      await page.getByText('Aus einem anderen Grund').first().waitFor();
      await picture(page, 'deliveries-german');
      await speak(page, 'en');
      await page.getByRole('heading', { name: 'Deliveries' }).waitFor();
      await dashboard.leave(page);
    });

    it('find nobody on a phone while nobody is free', async () => {
      const { dashboard, shop } = test();
      const { id } = await shop.waitingDelivery();
      const phone = await dashboard.page(`driver-deliveries/${id}`, {
        viewport: NARROW,
        colorScheme: 'dark',
      });
      await phone.getByRole('button', { name: 'Actions' }).click();
      await phone.getByRole('menuitem', { name: 'Assign a driver' }).click();
      await phone.getByText('No driver is available').waitFor();
      await picture(phone, 'delivery-assign-narrow-dark');
      await (await Administrator.of(shop)).cancel(id);
      await dashboard.leave(phone);
    });
  });
}

/** A picture such as drivers take. */
async function parcelAtADoor(page: Page): Promise<Buffer> {
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
