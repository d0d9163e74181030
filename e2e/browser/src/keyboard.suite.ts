import { SELLERS } from '@driver-dispatch/dev-server';
import type { Locator, Page } from 'playwright-core';
import { picture } from './testing/dashboard';
import { press, tabTo, unnamed, untilAnyFocus, untilFocused } from './testing/keyboard';
import { once } from './testing/once';
import type { UnderTest } from './testing/use-world';

const [BAKERY, BOOKSHOP] = SELLERS;

/** Keyboard navigation and accessible names of the dashboard pages. */
export function keyboard(test: () => UnderTest): void {
  describe('accessibility', () => {
    describe('keyboard', () => {
      const far = { lat: BAKERY!.store.point.lat + 2, lon: BAKERY!.store.point.lon };

      it('finds, opens and cancels a delivery', async () => {
        const { dashboard, shop } = test();
        const { orderCode } = await shop.waitingDelivery();
        const page = await dashboard.page('driver-deliveries');
        await press(page, page.getByRole('button', { name: /^Waiting for a driver/ }));
        await tabTo(page, page.getByPlaceholder('Filter...'));
        await page.keyboard.type(orderCode);
        await page.getByRole('row').nth(2).waitFor({ state: 'detached' });
        await press(page, page.getByRole('row').getByRole('button', { name: orderCode }));
        await page.getByText('Sent to dispatch').waitFor();

        const dialog = page.getByRole('dialog', { name: `Cancel delivery of ${orderCode}?` });
        const open = async () => {
          await press(page, page.getByRole('button', { name: 'Actions' }));
          await page.getByRole('menu').locator(':focus').waitFor();
          await page.keyboard.press('End');
          await page.keyboard.press('Enter');
          await untilFocused(reason(dialog));
        };
        await open();
        expect(await focusOutside(page, dialog)).toEqual([]);
        await page.keyboard.press('Escape');
        await dialog.waitFor({ state: 'detached' });
        await untilFocused(page.getByRole('button', { name: 'Actions' }));

        await open();
        await page.keyboard.press('ArrowDown');
        await tabTo(page, dialog.getByLabel('Note (optional)'));
        await page.keyboard.type('by keyboard');
        await press(page, dialog.getByRole('button', { name: 'Cancel delivery' }));
        await dialog.waitFor({ state: 'detached' });
        await page.getByRole('status').getByText('Cancelled', { exact: true }).waitFor();
        await untilAnyFocus(page);
        await dashboard.leave(page);
      });

      it('assigns a driver', async () => {
        const { dashboard, shop } = test();
        const { id } = await shop.waitingDelivery();
        await shop.driverAt('typed', far, 'Tilda Typed');
        const page = await dashboard.page(`driver-deliveries/${id}`);
        await page.getByText('Sent to dispatch').waitFor();
        await press(page, page.getByRole('button', { name: 'Assign driver' }));
        await page.getByRole('option', { name: /Tilda Typed/ }).waitFor();
        // The search has the focus when the dialog opens.
        await untilFocused(page.getByRole('combobox', { name: 'Drivers' }));
        await page.keyboard.type('tilda');
        await picture(page, 'keyboard-assign');
        await page.keyboard.press('Enter');
        await untilFocused(page.getByRole('button', { name: 'Back' }));
        await press(page, page.getByRole('button', { name: 'Assign anyway' }));
        await page.getByRole('status').getByText('On the way to pickup').waitFor();
        await untilFocused(page.getByRole('button', { name: 'Actions' }));
        await dashboard.leave(page);
      });

      it('cancels selected deliveries', async () => {
        const { dashboard, shop } = test();
        const { orderCode } = await shop.waitingDelivery();
        const page = await dashboard.page('driver-deliveries?show=waiting');
        const row = page.getByRole('row').filter({ hasText: orderCode });
        await press(page, row.getByRole('checkbox'), 'Space');
        // A refresh of the list does not move the focus.
        await listRefreshed(page);
        await listRefreshed(page);
        await untilFocused(row.getByRole('checkbox'));
        await press(page, page.getByLabel('Bulk actions').getByRole('button', { name: 'Actions' }));
        await page.getByRole('menu').locator(':focus').waitFor();
        await page.keyboard.press('End');
        await page.keyboard.press('Enter');
        await untilFocused(reason(page.getByRole('dialog')));
        await page.keyboard.press('ArrowDown');
        await tabTo(page, page.getByLabel('Note (optional)'));
        // The letters do not select an item of the menu that contains the dialog.
        await page.keyboard.type('dispatch again');
        await press(page, page.getByRole('button', { name: 'Cancel delivery' }));
        await page.getByText('Cancellation requested').waitFor();
        await page.getByRole('menu').waitFor({ state: 'detached' });
        await row.waitFor({ state: 'detached' });
        await dashboard.leave(page);
      });

      it('registers and deactivates a driver', async () => {
        const page = await test().dashboard.page('drivers/new');
        await tabTo(page, page.getByLabel('Name', { exact: true }));
        await page.keyboard.type('Kit Keys');
        await press(page, page.getByRole('combobox', { name: 'Vehicle' }));
        await page.getByRole('option', { name: 'bicycle' }).waitFor();
        await page.keyboard.type('bic');
        await page.keyboard.press('Enter');
        await tabTo(page, page.getByLabel('ID in the driver app'));
        await page.keyboard.type('kit');
        await page.keyboard.press('Enter');
        await page.getByRole('heading', { name: 'Kit Keys' }).waitFor();
        await press(page, page.getByRole('button', { name: 'Deactivate' }));
        await page.getByRole('alertdialog').waitFor();
        await press(page, page.getByRole('alertdialog').getByRole('button', { name: 'Deactivate' }));
        await page.getByRole('button', { name: 'Reactivate' }).waitFor();
        await untilAnyFocus(page);
        await test().dashboard.leave(page);
      });

      it('moves the location of a store', async () => {
        const page = await storePage(test());
        const latitude = page.locator('input[name="customFields.storeLatitude"]');
        const before = Number(await latitude.inputValue());
        await tabTo(page, page.getByRole('button', { name: 'Store marker, move with the arrow keys' }));
        await page.keyboard.press('ArrowUp');
        await page.keyboard.press('Shift+ArrowUp');
        await once(
          () => latitude.inputValue(),
          (value) => Number(value) > before,
        );
        await press(page, page.getByRole('button', { name: 'Update', exact: true }));
        await page.getByText('Successfully updated stock location').waitFor();
        const stores = await test().shop.administrator.stores();
        const { customFields } = stores.find(({ name }) => name === BOOKSHOP!.store.name)!;
        expect(customFields.storeLatitude).toBeGreaterThan(before);
        await test().dashboard.leave(page);
      });

      it('edits opening hours', async () => {
        const page = await storePage(test());
        const hours = page.getByTestId('opening-hours');
        await press(page, hours.getByRole('switch'), 'Space');
        await press(page, hours.getByRole('button', { name: 'Add hours: Sunday' }));
        const sunday = hours.getByRole('group', { name: 'Sunday' });
        await sunday.getByLabel('Opens').waitFor();
        await tabTo(page, sunday.getByLabel('Opens'));
        await page.keyboard.type('1000AM');
        const opens = () => sunday.getByLabel('Opens').inputValue();
        expect(await once(opens, (value) => value === '10:00')).toBe('10:00');
        await press(page, sunday.getByRole('button', { name: 'Remove these hours' }));
        await sunday.waitFor({ state: 'detached' });
        await untilFocused(hours.getByRole('button', { name: 'Add hours: Sunday' }));
        await press(page, hours.getByRole('button', { name: 'Add an exception' }));
        await tabTo(page, hours.getByRole('button', { name: 'Remove the exception' }), 'Shift+Tab');
        await page.keyboard.press('Enter');
        await untilFocused(hours.getByRole('button', { name: 'Add an exception' }));
        // The changes are not saved.
        await test().dashboard.leave(page);
      });

      it('selects a store in the list beside the map', async () => {
        const page = await test().dashboard.page('driver-map');
        await press(page, page.getByRole('tab', { name: /^Deliveries/ }), 'Space');
        await page.keyboard.press('End');
        await page.keyboard.press('Enter');
        await press(page, page.getByRole('button', { name: BOOKSHOP!.store.name, exact: true }));
        await page.getByTestId('selected').getByText(BOOKSHOP!.store.name).waitFor();
        await press(page, page.getByRole('button', { name: 'Clear selection' }));
        await page.getByTestId('selected').waitFor({ state: 'detached' });
        await untilAnyFocus(page);
        await test().dashboard.leave(page);
      });
    });

    describe('accessible names', () => {
      it.each([
        ['driver-deliveries', '[aria-label="Deliveries by state"]'],
        ['driver-map', '[class*="@container/layout"]'],
        ['driver-dispatch-engine', '[class*="@container/layout"]'],
      ])('exist for all controls of %s', async (path, part) => {
        const page = await test().dashboard.page(path);
        await page.getByRole('heading', { level: 1 }).waitFor();
        const empty = page.getByText('No rejected events.');
        await page.locator(part).getByRole('button').or(empty).first().waitFor();
        expect(await unnamed(page.locator(part))).toEqual([]);
        await test().dashboard.leave(page);
      });

      it('exist for the state, timeline and actions of a delivery', async () => {
        const { dashboard, shop } = test();
        const { id, orderCode } = await shop.waitingDelivery();
        const page = await dashboard.page(`driver-deliveries/${id}`);
        await page.getByText('Sent to dispatch').waitFor();
        // The page header belongs to Vendure.
        expect(await unnamed(page.locator('[class*="@container/layout"]'))).toEqual([]);
        const snapshot = await page.getByRole('main').ariaSnapshot();
        expect(snapshot).toMatch(new RegExp(`- heading "Delivery of ${orderCode}" \\[level=1\\]`));
        expect(snapshot).toMatch(/- status: Waiting for a driver/);
        expect(snapshot).toMatch(/- group "Actions":\n\s+- button "Assign driver"\n\s+- button "Actions"/);
        const steps = page.getByRole('list').getByRole('listitem');
        expect(await steps.filter({ hasText: 'Sent to dispatch' }).count()).toBe(1);
        await press(page, page.getByRole('button', { name: 'Actions' }));
        await page.getByRole('menu').locator(':focus').waitFor();
        await page.keyboard.press('End');
        await page.keyboard.press('Enter');
        await untilFocused(reason(page.getByRole('dialog')));
        await page.keyboard.press('ArrowDown');
        await press(page, page.getByRole('dialog').getByRole('button', { name: 'Cancel delivery' }));
        await page.getByRole('status').getByText('Cancelled', { exact: true }).waitFor();
        await dashboard.leave(page);
      });

      it('exist for the location and opening hours of a store', async () => {
        const page = await storePage(test());
        const hours = page.getByTestId('opening-hours');
        await hours.getByRole('switch', { name: 'Always open' }).click();
        await hours.getByRole('button', { name: 'Add an exception' }).click();
        expect(await unnamed(hours)).toEqual([]);
        expect(await unnamed(page.getByTestId('store-pause'))).toEqual([]);
        expect(await page.getByTestId('store-pause').getByRole('status').textContent()).toBe('Not paused');
        const map = page.getByRole('application', { name: 'Store location' });
        expect(await unnamed(map)).toEqual([]);
        expect(await map.getByRole('button').count()).toBeGreaterThan(3);
        await test().dashboard.leave(page);
      });
    });
  });
}

async function storePage({ dashboard }: UnderTest): Promise<Page> {
  const page = await dashboard.page('stock-locations');
  await press(page, page.getByRole('button', { name: BOOKSHOP!.store.name }));
  await page.getByRole('application', { name: 'Store location' }).waitFor();
  return page;
}

/** Waits for a refresh of the delivery list. */
async function listRefreshed(page: Page): Promise<void> {
  await page.waitForResponse((response) => /DriverDeliveryList/.test(response.request().postData() ?? ''));
}

/** Tabs through a dialog and returns the elements outside it that got the focus, except its focus guards. */
async function focusOutside(page: Page, dialog: Locator): Promise<string[]> {
  const outside: string[] = [];
  for (let presses = 0; presses < 12; presses += 1) {
    await page.keyboard.press(presses < 8 ? 'Tab' : 'Shift+Tab');
    // The focus guards move the focus in the next frame.
    await page.evaluate(
      () => new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(shown))),
    );
    const focused = await dialog.evaluate((element) => {
      const active = document.activeElement!;
      const kept = element.contains(active) || active.matches('[data-base-ui-focus-guard]');
      return kept ? undefined : active.outerHTML.slice(0, 120);
    });
    outside.push(...(focused ? [focused] : []));
  }
  return outside;
}

/** The list of reasons for a cancellation. */
const reason = (dialog: Locator) => dialog.getByLabel('Reason', { exact: true });
