import { SELLERS } from '@driver-dispatch/dev-server';
import type { Page } from 'playwright-core';
import { NARROW, picture, speak } from './testing/dashboard';
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
      await shop.offTheRoad('by-hand');
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
      await page.getByRole('heading', { name: 'Failed', exact: true }).waitFor();
      expect(await page.getByRole('heading', { name: 'driver delivery' }).count()).toBe(0);
      await picture(page, 'order-history');
      await page.context().close();
    });

    it('are cancelled several at once', async () => {
      const { dashboard, shop } = test();
      const two = [await shop.waitingDelivery(), await shop.waitingDelivery()];
      const page = await dashboard.page('driver-deliveries?show=waiting');
      for (const { orderCode } of two) {
        await page.getByRole('row').filter({ hasText: orderCode }).getByRole('checkbox').click();
      }
      await page.getByLabel('Bulk actions').getByRole('button', { name: 'Actions' }).click();
      await page.getByText('Cancel the deliveries').click();
      // Placeholders are filled in, though Vendure hands out the plugin's catalogs uncompiled.
      await page.getByText('2 of 2 selected deliveries can still be cancelled.').waitFor();
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByText('Done for 2 deliveries').waitFor();
      await page.getByRole('button', { name: /^Waiting for a driver\s*0/ }).waitFor();
      await page.context().close();
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
      await page.context().close();
    });

    it('are told of in German', async () => {
      const { dashboard } = test();
      const page = await dashboard.page('driver-deliveries');
      await page.getByRole('heading', { name: 'Deliveries' }).waitFor();
      await speak(page, 'de');
      await page.getByRole('heading', { name: 'Lieferungen' }).waitFor();
      await page.getByRole('button', { name: /^Wartet auf einen Fahrer/ }).waitFor();
      await picture(page, 'deliveries-german');
      await speak(page, 'en');
      await page.getByRole('heading', { name: 'Deliveries' }).waitFor();
      await page.context().close();
    });

    it('are shown on a phone in the dark', async () => {
      const { dashboard, shop } = test();
      const { id } = await shop.waitingDelivery();
      const phone = { viewport: NARROW, colorScheme: 'dark' } as const;
      const list = await dashboard.page('driver-deliveries', phone);
      await list.getByRole('button', { name: /^Waiting for a driver\s*[1-9]/ }).waitFor();
      expect(await overflowOf(list)).toBeLessThanOrEqual(0);
      await picture(list, 'deliveries-narrow-dark');
      await list.context().close();

      const detail = await dashboard.page(`driver-deliveries/${id}`, phone);
      await detail.getByText('Accepted by the engine').waitFor();
      expect(await overflowOf(detail)).toBeLessThanOrEqual(0);
      await picture(detail, 'delivery-narrow-dark');
      await detail.getByRole('button', { name: 'Actions' }).click();
      await detail.getByRole('menuitem', { name: 'Assign a driver' }).click();
      await detail.getByText('No driver is available').waitFor();
      await picture(detail, 'delivery-assign-narrow-dark');
      await detail.context().close();
    });
  });
}

/** By how much a page is wider than its window, in pixels. */
function overflowOf(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
