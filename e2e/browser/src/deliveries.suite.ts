import { SELLERS } from '@driver-dispatch/dev-server';
import { cancelFor, inGerman, NARROW, picture } from './testing/dashboard';
import { once } from './testing/once';
import type { UnderTest } from './testing/use-world';

const [BAKERY] = SELLERS;

export function deliveries(test: () => UnderTest): void {
  describe('delivery pages', () => {
    const far = { lat: BAKERY!.store.point.lat + 2, lon: BAKERY!.store.point.lon };

    it('are linked in the Dispatch section of the navigation', async () => {
      const page = await test().dashboard.page('');
      await page.getByRole('button', { name: 'Dispatch' }).click();
      await page.getByRole('link', { name: 'Deliveries' }).click();
      await page.getByRole('heading', { name: 'Deliveries' }).waitFor();
      expect(new URL(page.url()).pathname).toBe('/dashboard/driver-deliveries');
      await test().dashboard.leave(page);
    });

    it('follow a delivery through manual assignment, reassignment and redelivery', async () => {
      const { dashboard, shop } = test();
      const page = await dashboard.page('driver-deliveries');
      await page.getByRole('button', { name: /^Waiting for a driver\s*0/ }).waitFor();
      const delivery = await shop.waitingDelivery();
      await page.getByRole('button', { name: /^Waiting for a driver\s*1/ }).click();
      await page.getByPlaceholder('Filter...').fill(delivery.orderCode);
      await page.getByRole('row').filter({ hasText: delivery.orderCode }).waitFor();
      await picture(page, 'deliveries');

      await page.getByRole('row').getByText(delivery.orderCode).click();
      await page.getByText('Sent to dispatch').waitFor();
      await shop.driverAt('by-hand', far, 'Hanna Chosen');
      await page.getByRole('button', { name: 'Assign driver' }).click();
      await page.getByRole('option', { name: /Hanna Chosen.*222.*ETA/ }).click();
      await page.getByText(/Hanna Chosen is 222.* km away from the store/).waitFor();
      await picture(page, 'delivery-assign-distant');
      await page.getByRole('button', { name: 'Assign anyway' }).click();
      await page.getByText('Assigned to Hanna Chosen').waitFor();
      // The page refreshes itself.
      await page.getByText('Assigned to a driver').waitFor();
      await page.getByText(/assigned manually by superadmin/).waitFor();
      await page.getByText('On the way to pickup').waitFor();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      const map = page.getByRole('application', { name: 'Delivery route' });
      await map.locator('[aria-label="Hanna Chosen, busy"]').waitFor();
      await map.locator(`[aria-label="Order ${delivery.orderCode}"]`).waitFor();
      await picture(page, 'delivery');

      await shop.driverAt('instead', far, 'Ines Instead');
      await page.getByRole('button', { name: 'Reassign' }).click();
      await page.getByText('Hanna Chosen is released from this delivery').waitFor();
      await picture(page, 'delivery-reassign');
      const busy = page.getByRole('option', { name: /Hanna Chosen.*busy/ });
      expect(await busy.getAttribute('aria-disabled')).toBe('true');
      await page.getByRole('option', { name: /Ines Instead/ }).click();
      await page.getByRole('button', { name: 'Assign anyway' }).click();
      await page.getByText('Reassigned to another driver').waitFor();
      await page.getByText('by superadmin', { exact: true }).waitFor();
      await picture(page, 'delivery-reassigned');
      expect((await shop.drivers.heartbeat('by-hand')).task).toBeNull();
      await shop.takeOffline('by-hand');
      await shop.takeOffline('instead');
      await page.getByText('This delivery needs attention').waitFor();

      await page.getByRole('button', { name: 'Redeliver' }).click();
      await page.waitForURL((url) => !url.pathname.endsWith(`/${delivery.id}`));
      await page.getByText('Delivery 1').waitFor();
      await page.getByRole('button', { name: 'Actions' }).click();
      await page.getByRole('menuitem', { name: 'Cancel delivery' }).click();
      await cancelFor(page, 'CUSTOMER_REQUEST', 'seen by a test');
      await page.getByText('Requested by the customer: seen by a test').waitFor();
      await page.getByRole('button', { name: 'Redeliver' }).waitFor();
      const cancelled = page.getByRole('listitem').filter({ hasText: 'Cancelled' });
      await cancelled.getByText('by superadmin').waitFor();
      const trackingPage = page.getByRole('link', { name: 'Tracking page' });
      expect(await trackingPage.getAttribute('href')).toMatch(/\/track\/.+/);

      await page.locator('a', { hasText: delivery.orderCode }).click();
      await page.waitForURL(/\/seller-orders\//);
      // The entries have translated titles. Vendure shows only the last two of many entries until a click, and again when
      // further entries arrive.
      const showAll = page.getByRole('button', { name: /^Show all/ });
      await showAll.waitFor();
      const steps = page.getByRole('heading', { name: /^Delivery: / });
      expect(
        await once(
          async () => {
            if (await showAll.isVisible()) {
              await showAll.click();
            }
            return steps.allTextContents();
          },
          ({ length }) => length >= 5,
        ),
      ).toEqual([
        'Delivery: Cancelled',
        'Delivery: Redelivery created',
        'Delivery: Failed',
        'Delivery: Reassigned to another driver',
        'Delivery: Assigned to a driver',
      ]);
      expect(await page.getByRole('heading', { name: 'driver delivery' }).count()).toBe(0);
      await picture(page, 'order-history');
      await dashboard.leave(page);
    });

    it('dispatch, cancel and filter several deliveries at once', async () => {
      const { dashboard, shop } = test();
      const two = [await shop.waitingDelivery(), await shop.waitingDelivery()];
      const page = await dashboard.page('driver-deliveries?show=waiting');
      const runBulkAction = async (action: string) => {
        for (const { orderCode } of two) {
          await page.getByRole('row').filter({ hasText: orderCode }).getByRole('checkbox').click();
        }
        await page.getByLabel('Bulk actions').getByRole('button', { name: 'Actions' }).click();
        await page.getByText(action, { exact: true }).click();
      };
      // The oldest order is first.
      const listed = page.getByRole('row').filter({ hasText: 'Waiting for a driver' });
      await listed.nth(1).waitFor();
      expect(await listed.nth(0).textContent()).toContain(two[0]!.orderCode);
      expect(await listed.nth(1).textContent()).toContain(two[1]!.orderCode);
      const orders = new RegExp(two.map(({ orderCode }) => orderCode).join('|'));
      const outcome = (text: string) =>
        page.locator('[data-sonner-toast]').filter({ hasText: text }).filter({ hasText: orders }).first();
      await runBulkAction('Dispatch again');
      // Placeholders are replaced, although Vendure serves the plugin's catalogs uncompiled.
      await page.getByText('2 of 2 selected deliveries can be dispatched again').waitFor();
      await page.getByRole('button', { name: 'Continue' }).click();
      await outcome('Still no driver within').waitFor();
      await page.getByRole('menu').waitFor({ state: 'detached' });
      await picture(page, 'deliveries-dispatched-again');

      await runBulkAction('Cancel deliveries');
      await page.getByRole('button', { name: 'Keep' }).click();
      await page.getByRole('menuitem', { name: 'Cancel deliveries' }).click();
      await page.getByRole('button', { name: 'Cancel 2 deliveries' }).waitFor();
      await picture(page, 'deliveries-cancel');
      await cancelFor(page, 'STORE_REQUEST');
      await outcome('Cancellation requested').waitFor();
      await page.getByRole('menu').waitFor({ state: 'detached' });
      await page.getByRole('button', { name: /^Waiting for a driver\s*0/ }).click();

      await page.getByRole('row').filter({ hasText: 'Cancelled' }).first().waitFor();
      await page.getByRole('button', { name: 'State' }).click();
      await page.getByRole('option', { name: 'Cancelled' }).click();
      await page.keyboard.press('Escape');
      await page.getByRole('row').filter({ hasText: 'Delivered' }).first().waitFor({ state: 'detached' });
      await runBulkAction('Dispatch again');
      await page.getByRole('button', { name: 'Continue' }).click();
      await outcome('Redelivery created').waitFor();

      // A tile replaces the remembered filter.
      await page.getByRole('button', { name: /^Waiting for a driver\s*2/ }).click();
      await page.getByRole('row').filter({ hasText: 'Cancelled' }).first().waitFor({ state: 'detached' });
      await runBulkAction('Cancel deliveries');
      await cancelFor(page, 'OTHER');
      await page.getByRole('button', { name: /^Waiting for a driver\s*0/ }).waitFor();
      await dashboard.leave(page);
    });

    it('find deliveries by customer, street, tracking code, order code and store', async () => {
      const { dashboard, shop } = test();
      await shop.waitingDelivery();
      const { orderCode, trackingCode } = await shop.waitingDelivery({
        fullName: 'Zoe Caller',
        street: 'Calling Street 7',
      });
      const page = await dashboard.page('driver-deliveries?show=waiting');
      const rows = page.getByRole('row');
      await rows.nth(2).waitFor();
      for (const term of ['zoe caller', 'calling street', trackingCode, orderCode]) {
        await page.getByPlaceholder('Filter...').fill(term);
        await rows.nth(2).waitFor({ state: 'detached' });
        await rows.filter({ hasText: orderCode }).getByText('Zoe Caller').waitFor();
        await page.getByPlaceholder('Filter...').fill('');
        await rows.nth(2).waitFor();
      }
      await page.getByPlaceholder('Filter...').fill(BAKERY!.store.name.toLowerCase());
      await rows.filter({ hasText: orderCode }).getByText(BAKERY!.store.name).waitFor();
      await dashboard.leave(page);
    });

    it('show lateness, and the ended deliveries of a period', async () => {
      const { dashboard, shop } = test();
      const { id, orderCode } = await shop.waitingDelivery();
      const setTime = (column: string, minutesAgo: number) =>
        shop.shopRows(`UPDATE driver_delivery SET "${column}" = $1 WHERE id = $2`, [
          new Date(Date.now() - minutesAgo * 60_000),
          id,
        ]);
      await setTime('promisedAt', 280);
      const page = await dashboard.page('driver-deliveries');
      await page.getByRole('button', { name: /^Late\s*1/ }).click();
      const row = page.getByRole('row').filter({ hasText: orderCode });
      await row.getByText('4 h 40 min late').waitFor();
      await picture(page, 'deliveries-late');
      await row.getByText(orderCode).click();
      await page.getByText('4 h 40 min late').waitFor();
      await page.goto(dashboard.addressOf(`driver-map?show=delivery:${id}`));
      await page.locator(`[aria-label="Order ${orderCode}, waiting for a driver, late"]`).waitFor();
      await page.getByRole('button', { name: new RegExp(`${orderCode}.*4 h 40 min late`) }).waitFor();
      await page.getByTestId('selected').getByText('4 h 40 min late').waitFor();
      await picture(page, 'map-late');

      await shop.administrator.cancel(id);
      await shop.administrator.untilFinished([id]);
      await setTime('createdAt', 3 * 1_440);
      await page.goto(dashboard.addressOf('driver-deliveries?show=unsuccessful&sort=createdAt'));
      await row.waitFor();
      await setTime('updatedAt', 3 * 1_440);
      await page.getByRole('button', { name: '7 days' }).click();
      await row.waitFor();
      await page.getByRole('button', { name: 'Today' }).click();
      await row.waitFor({ state: 'detached' });
      await dashboard.leave(page);
    });

    it('are translated to German', async () => {
      const { dashboard, shop } = test();
      await shop.driverAt('failing', BAKERY!.store.point);
      const { id } = await shop.buyFrom();
      const { engineDeliveryId } = await shop.administrator.deliveryIn(id, 'ASSIGNED');
      await shop.drivers.fail({ deliveryId: engineDeliveryId, driverId: 'failing', code: 'other' });
      await shop.administrator.deliveryIn(id, 'FAILED');
      const page = await dashboard.page('driver-deliveries');
      await page.getByRole('heading', { name: 'Deliveries' }).waitFor();
      await inGerman(page, async () => {
        await page.getByRole('heading', { name: 'Lieferungen' }).waitFor();
        await page.getByRole('button', { name: /^Wartet auf einen Fahrer/ }).waitFor();
        await page.getByRole('button', { name: /^Handlungsbedarf/ }).click();
        await page.getByText('Anderer Grund').first().waitFor();
        await picture(page, 'deliveries-german');
      });
      await page.getByRole('heading', { name: 'Deliveries' }).waitFor();
      await dashboard.leave(page);
    });

    it('show the reasons of unavailable drivers on a narrow screen', async () => {
      const { dashboard, shop } = test();
      await shop.register('off-duty', 'Olga Offline');
      const { id } = await shop.waitingDelivery();
      const phone = await dashboard.page(`driver-deliveries/${id}`, {
        viewport: NARROW,
        colorScheme: 'dark',
      });
      await phone.getByRole('button', { name: 'Actions' }).click();
      await phone.getByRole('menuitem', { name: 'Assign driver' }).click();
      const offline = phone.getByRole('option', { name: /Olga Offline.*offline/ });
      expect(await offline.getAttribute('aria-disabled')).toBe('true');
      await picture(phone, 'delivery-assign-narrow-dark');
      await dashboard.leave(phone);
    });
  });
}
