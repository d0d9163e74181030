import { SELLERS } from '@driver-dispatch/dev-server';
import { inGerman, NARROW, picture } from './testing/dashboard';
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
      await page.getByText('Accepted by the engine').waitFor();
      await shop.driverAt('by-hand', far, 'Hanna Chosen');
      await page.getByRole('button', { name: 'Assign driver' }).click();
      await page.getByRole('option', { name: /Hanna Chosen/ }).click();
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
      await page.getByRole('option', { name: /Ines Instead/ }).click();
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
      await page.getByLabel('Reason').fill('seen by a test');
      await page.getByRole('button', { name: 'Cancel delivery' }).click();
      await page.getByText('seen by a test').waitFor();
      await page.getByRole('button', { name: 'Redeliver' }).waitFor();

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

    it('cancel, filter and dispatch several deliveries at once', async () => {
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
      const confirm = async () => {
        await page.getByRole('button', { name: 'Continue' }).click();
        await page.getByText('Updated 2 deliveries').first().waitFor();
      };
      await runBulkAction('Cancel deliveries');
      // Placeholders are replaced, although Vendure serves the plugin's catalogs uncompiled.
      await page.getByText('2 of 2 selected deliveries can still be cancelled.').waitFor();
      await confirm();
      await page.getByRole('button', { name: /^Waiting for a driver\s*0/ }).click();

      await page.getByRole('row').filter({ hasText: 'Cancelled' }).first().waitFor();
      await page.getByRole('button', { name: 'State' }).click();
      await page.getByRole('option', { name: 'Cancelled' }).click();
      await page.keyboard.press('Escape');
      await page.getByRole('row').filter({ hasText: 'Delivered' }).first().waitFor({ state: 'detached' });
      await runBulkAction('Dispatch again');
      await page.getByText('2 of 2 selected deliveries can be dispatched again').waitFor();
      await confirm();
      await page.getByRole('button', { name: /^State/ }).click();
      await page.getByRole('option', { name: 'Clear filters' }).click();
      await page.keyboard.press('Escape');

      await page.getByRole('button', { name: /^Waiting for a driver\s*2/ }).click();
      await page.getByRole('row').filter({ hasText: 'Cancelled' }).first().waitFor({ state: 'detached' });
      await runBulkAction('Cancel deliveries');
      await confirm();
      await page.getByRole('button', { name: /^Waiting for a driver\s*0/ }).waitFor();
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
        await page.getByRole('button', { name: /^Eingriff nötig/ }).click();
        await page.getByText('Anderer Grund').first().waitFor();
        await picture(page, 'deliveries-german');
      });
      await page.getByRole('heading', { name: 'Deliveries' }).waitFor();
      await dashboard.leave(page);
    });

    it('show that no driver is available on a narrow screen', async () => {
      const { dashboard, shop } = test();
      const { id } = await shop.waitingDelivery();
      const phone = await dashboard.page(`driver-deliveries/${id}`, {
        viewport: NARROW,
        colorScheme: 'dark',
      });
      await phone.getByRole('button', { name: 'Actions' }).click();
      await phone.getByRole('menuitem', { name: 'Assign driver' }).click();
      await phone.getByText('No driver found').waitFor();
      await picture(phone, 'delivery-assign-narrow-dark');
      await dashboard.leave(phone);
    });
  });
}
