import { SELLERS } from '@driver-dispatch/dev-server';
import type { Page } from 'playwright-core';
import { inGerman, NARROW, overflowOf, picture } from './testing/dashboard';
import { clickDuringZoom, untilStill } from './testing/map-motion';
import type { UnderTest } from './testing/use-world';
import { DELIVERY_PIN, SHOPPERS } from './world/world';

const [BAKERY] = SELLERS;

export function oneDelivery(test: () => UnderTest): void {
  describe('a delivery in the dashboard', () => {
    it('that could not be located is placed on a map, and handed over', async () => {
      const { dashboard, shop } = test();
      const { id } = await shop.unlocatedDelivery();
      const page = await dashboard.page(`driver-deliveries/${id}`);
      await page.getByText('The shipping address has no coordinates and was not found').waitFor();
      await page.getByRole('button', { name: 'Place the drop-off' }).click();
      const map = page.getByRole('application', { name: 'Where it is handed over' });
      const handOver = page.getByRole('button', { name: 'Hand it over' });
      await page.getByRole('dialog').getByText('10179 Berlin').waitFor();
      expect(await handOver.isDisabled()).toBe(true);
      // Out to where a click is a country away, and back to the stores.
      for (let step = 0; step < 6; step += 1) {
        await untilStill(map);
        await map.getByRole('button', { name: 'Zoom out' }).click();
      }
      await untilStill(map);
      await clickDuringZoom(map, { x: 120, y: 100 }, 'Show everything');
      await untilStill(map);
      expect(await handOver.isDisabled()).toBe(true);
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

    it('whose code was told wrong too often takes it again once a person says so', async () => {
      const { dashboard, shop } = test();
      const { id } = await shop.waitingDelivery({ fullName: SHOPPERS.withPin });
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
      expect(await tell(DELIVERY_PIN)).toMatchObject({ state: 'DELIVERED' });
      await dashboard.leave(page);
    });

    it('shows what the driver has sent as proof', async () => {
      const { dashboard, shop } = test();
      const driverId = 'photographer';
      await shop.driverAt(driverId, BAKERY!.store.point, 'Dorothea Lange');
      const order = await shop.buyFrom();
      const { id, orderCode, engineDeliveryId } = await shop.administrator.deliveryIn(order.id, 'ASSIGNED');
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

      await inGerman(page, async () => {
        await page
          .getByRole('img', { name: `Foto dessen, was zu Bestellung ${orderCode} geliefert wurde` })
          .waitFor();
        await page.getByText('Mit einem Foto').waitFor();
        await picture(page, 'delivery-proof-german');
        await page.locator('a', { hasText: orderCode }).click();
        await page.getByRole('heading', { name: 'Lieferung: Zugestellt' }).waitFor();
        await picture(page, 'order-history-german');
      });
      await dashboard.leave(page);
    });

    it('is on the page of its order, where one that waits for that is marked as ready', async () => {
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
