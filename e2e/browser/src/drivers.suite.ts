import { SELLERS } from '@driver-dispatch/dev-server';
import { picture } from './testing/dashboard';
import { once } from './testing/once';
import type { UnderTest } from './testing/use-world';

export function drivers(test: () => UnderTest): void {
  describe('driver pages', () => {
    it('register, edit, set available, deactivate and erase a driver', async () => {
      await test().shop.register('ada', 'Ada Lovelace');
      const page = await test().dashboard.page('drivers');
      await page.getByRole('button', { name: 'New driver' }).click();
      await page.getByRole('heading', { name: 'New driver' }).waitFor();
      await page.getByLabel('Name', { exact: true }).fill('Grace Hopper');
      await page.getByLabel('Phone').fill('+49 30 5550100');
      await page.getByRole('combobox', { name: 'Vehicle' }).click();
      await page.getByRole('option', { name: 'bicycle' }).click();
      await page.getByLabel('ID in the driver app').fill('ada');
      await page.getByRole('button', { name: 'Register' }).click();
      await page.getByText('The ID "ada" is already in use').waitFor();
      await page.getByLabel('ID in the driver app').fill('grace');
      await picture(page, 'driver-new');
      await page.getByRole('button', { name: 'Register' }).click();
      await page.getByRole('heading', { name: 'Grace Hopper' }).waitFor();
      expect(new URL(page.url()).pathname).toBe('/dashboard/drivers/grace');

      await page.getByLabel('Phone').fill('+49 30 5550101');
      await page.getByLabel('Tags').fill('Cooling, age_check');
      await page.getByLabel('Load capacity (kg)').fill('2.5');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Driver saved').waitFor();

      await page.getByRole('button', { name: 'Set available' }).click();
      await page.getByRole('button', { name: 'Set offline' }).waitFor();
      await picture(page, 'driver');

      await page.getByRole('button', { name: 'Deactivate' }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Deactivate' }).click();
      await page.getByRole('button', { name: 'Reactivate' }).waitFor();
      await page.reload();
      const phone = '+49 30 5550101';
      expect(
        await once(
          () => page.getByLabel('Phone').inputValue(),
          (value) => value === phone,
        ),
      ).toBe(phone);
      expect(await page.getByLabel('Tags').inputValue()).toBe('cooling, age_check');
      expect(await page.getByLabel('Load capacity (kg)').inputValue()).toBe('2.5');
      const link = page.getByRole('link', { name: phone });
      expect(await link.getAttribute('href')).toBe('tel:+49305550101');

      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Export data' }).click();
      expect((await download).suggestedFilename()).toBe('driver-grace.json');
      await page.getByRole('button', { name: 'Erase personal data' }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Erase' }).click();
      await page.getByText('Personal data erased').waitFor();
      await page.waitForURL(/\/drivers(\?|$)/);
      await test().dashboard.leave(page);
    });

    it('show the map and the deliveries of a driver', async () => {
      const { shop, dashboard } = test();
      await shop.driverAt('dora', SELLERS[0]!.store.point, 'Dora Drives');
      const { id } = await shop.buyFrom();
      const { orderCode } = await shop.administrator.deliveryIn(id, 'ASSIGNED');
      const page = await dashboard.page('drivers/dora');
      const map = page.getByRole('application', { name: 'Location of the driver' });
      await map.locator('[aria-label="Dora Drives, busy"]').waitFor();
      await map.locator(`[aria-label="Order ${orderCode}"]`).waitFor();
      const row = page.getByRole('row').filter({ hasText: orderCode });
      await row.getByText('On the way to pickup').waitFor();
      await page.getByText('On duty today').waitFor();
      await picture(page, 'driver-busy');
      await shop.takeOffline('dora');
      await row.getByText('Failed').waitFor();
      await dashboard.leave(page);
    });

    it('list drivers with their status', async () => {
      const { shop, dashboard } = test();
      await shop.driverAt('dorothy', SELLERS[0]!.store.point, 'Dorothy Johnson');
      const page = await dashboard.page('drivers');
      await page.getByPlaceholder('Filter...').fill('Johnson');
      await page.getByRole('row', { name: /Dorothy Johnson.*Available.*bicycle/ }).waitFor();
      await shop.register('katherine', 'Katherine Johnson');
      // The list refreshes itself.
      await page.getByRole('row', { name: /Katherine Johnson.*Offline/ }).waitFor();
      await picture(page, 'drivers');
      await dashboard.leave(page);
    });

    it('set several drivers offline and available at once', async () => {
      const { shop, dashboard } = test();
      const { point } = SELLERS[0]!.store;
      const order = await shop.buyFrom();
      await shop.driverAt('bulk-busy', point, 'Bea Bulk');
      await shop.administrator.deliveryIn(order.id, 'ASSIGNED');
      await shop.driverAt('bulk-free', point, 'Finn Bulk');
      const page = await dashboard.page('drivers');
      await page.getByPlaceholder('Filter...').fill('Bulk');
      await page.getByRole('row', { name: /Bea Bulk.*Busy/ }).waitFor();
      const runBulkAction = async (action: string) => {
        for (const name of ['Bea Bulk', 'Finn Bulk']) {
          await page.getByRole('row').filter({ hasText: name }).getByRole('checkbox').click();
        }
        await page.getByLabel('Bulk actions').getByRole('button', { name: 'Actions' }).click();
        await page.getByText(action, { exact: true }).click();
      };
      await runBulkAction('Set offline');
      await page.getByText('2 of 2 selected drivers get no deliveries until their hold is ended.').waitFor();
      await picture(page, 'drivers-bulk');
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByRole('row', { name: /Bea Bulk.*Busy.*offline after this delivery/ }).waitFor();
      await page.getByRole('row', { name: /Finn Bulk.*Offline.*on hold/ }).waitFor();

      await runBulkAction('Set available');
      await page.getByRole('row', { name: /Finn Bulk.*Available/ }).waitFor();
      await page.getByText('offline after this delivery').waitFor({ state: 'detached' });
      await dashboard.leave(page);
    });

    it('invite a driver with a QR code and sign devices out', async () => {
      const { shop, dashboard } = test();
      await shop.register('mary', 'Mary Jackson');
      const page = await dashboard.page('drivers/mary');
      await page.getByText('The driver is not signed in on any device.').waitFor();
      await page.getByRole('button', { name: 'Invite' }).click();
      const dialog = page.getByRole('dialog', { name: 'Driver app of Mary Jackson' });
      const link = (await dialog.getByText('#invitation=').textContent())!;
      const code = dialog.getByRole('img', { name: 'QR code of the link' });
      await code.waitFor();
      await picture(page, 'driver-invitation');
      await page.emulateMedia({ media: 'print' });
      expect(await page.locator('button, nav, h1').filter({ visible: true }).count()).toBe(0);
      expect(await code.isVisible()).toBe(true);
      expect(await dialog.boundingBox()).toMatchObject({ x: 0, y: 0 });
      await picture(page, 'driver-invitation-print');
      await page.emulateMedia({ media: null });
      await dialog.getByRole('button', { name: 'Close' }).first().click();

      await shop.signIn(link, 'Phone');
      await shop.signIn(await shop.administrator.invite('mary'), 'Tablet');
      const device = (name: string) => page.getByRole('row', { name: new RegExp(name) });
      await device('Phone').waitFor();
      await device('Tablet').waitFor();
      await picture(page, 'driver-devices');
      const confirm = () => page.getByRole('alertdialog').getByRole('button', { name: 'Sign out' }).click();
      await page.getByRole('button', { name: 'Sign out on all devices' }).click();
      await confirm();
      await page.getByText('The driver is not signed in on any device.').waitFor();

      await shop.signIn(await shop.administrator.invite('mary'), 'Watch');
      await device('Watch').getByRole('button', { name: 'Sign out' }).click();
      await confirm();
      await page.getByText('The driver is not signed in on any device.').waitFor();
      await dashboard.leave(page);
    });

    it('set up a tracking app with a QR code and revoke it', async () => {
      const { shop, dashboard } = test();
      await shop.register('katherine', 'Katherine Johnson');
      const page = await dashboard.page('drivers/katherine');
      await page.getByText('No tracking app is set up').waitFor();
      await page.getByRole('button', { name: 'Set up OwnTracks' }).click();
      const dialog = page.getByRole('dialog', { name: 'OwnTracks of Katherine Johnson' });
      await dialog.getByRole('img', { name: 'QR code of the link' }).waitFor();
      await dialog.getByText('owntracks:///config?inline=').waitFor();
      const url = (await dialog.getByText('/v1/track/').last().textContent())!;
      await picture(page, 'driver-tracking-setup');
      const report = async () => (await fetch(url, { method: 'POST' })).status;
      expect(await report()).toBe(200);
      await dialog.getByRole('button', { name: 'Close' }).first().click();

      const row = page.getByRole('row', { name: /OwnTracks/ });
      await row.getByText('just now').first().waitFor();
      await picture(page, 'driver-tracking-apps');
      await row.getByRole('button', { name: 'Revoke' }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click();
      await page.getByText('No tracking app is set up').waitFor();
      expect(await report()).toBe(401);
      await dashboard.leave(page);
    });
  });
}
