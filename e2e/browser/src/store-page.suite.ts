import { SELLERS } from '@driver-dispatch/dev-server';
import type { Page } from 'playwright-core';
import { picture, scrollTo } from './testing/dashboard';
import { once } from './testing/once';
import type { UnderTest } from './testing/use-world';

/** The other suites use the first seller. */
const { store } = SELLERS[1]!;

export function storePage(test: () => UnderTest): void {
  describe('store page', () => {
    async function opened(): Promise<Page> {
      const page = await test().dashboard.page('stock-locations');
      await page.getByText(store.name, { exact: true }).click();
      await page.getByRole('application', { name: 'Store location' }).waitFor();
      return page;
    }

    async function saved(page: Page): Promise<void> {
      await page.getByRole('button', { name: 'Update', exact: true }).click();
      await page.getByText('Successfully updated stock location').waitFor();
      await page.reload();
      await page.getByRole('application', { name: 'Store location' }).waitFor();
    }

    const coordinate = (page: Page, name: 'storeLatitude' | 'storeLongitude') =>
      page.locator(`input[name="customFields.${name}"]`);
    const numberOnce = async (
      page: Page,
      name: 'storeLatitude' | 'storeLongitude',
      holds: (number: number) => boolean,
    ) => once(async () => Number(await coordinate(page, name).inputValue()), holds);
    const numberIs = async (page: Page, name: 'storeLatitude' | 'storeLongitude', expected: number) =>
      expect(await numberOnce(page, name, (number) => number === expected)).toBe(expected);

    it('sets the location with a click and the arrow keys', async () => {
      const page = await opened();
      await numberIs(page, 'storeLatitude', store.point.lat);
      const map = page.getByRole('application', { name: 'Store location' });
      const { width, height } = (await map.boundingBox())!;
      await map.click({ position: { x: width / 2 + 80, y: height / 2 - 60 } });
      const clicked = await numberOnce(page, 'storeLatitude', (lat) => lat > store.point.lat);
      expect(clicked).toBeGreaterThan(store.point.lat);
      const east = await numberOnce(page, 'storeLongitude', (lon) => lon > store.point.lon);
      expect(east).toBeGreaterThan(store.point.lon);

      await page.getByRole('button', { name: 'Store marker, move with the arrow keys' }).press('ArrowUp');
      const moved = await numberOnce(page, 'storeLatitude', (lat) => lat > clicked);
      expect(moved).toBeGreaterThan(clicked);

      await saved(page);
      await numberIs(page, 'storeLatitude', moved);
      await picture(page, 'store');

      await coordinate(page, 'storeLatitude').fill(String(store.point.lat));
      await coordinate(page, 'storeLongitude').fill(String(store.point.lon));
      await saved(page);
      await numberIs(page, 'storeLongitude', store.point.lon);
      await test().dashboard.leave(page);
    });

    it('saves opening hours and exceptions, and reports overlapping periods', async () => {
      const page = await opened();
      const hours = page.getByTestId('opening-hours');
      await hours.getByRole('switch').click();
      await hours.getByRole('button', { name: 'Add hours: Monday' }).click();
      const monday = hours.getByRole('group', { name: 'Monday' });
      await monday.nth(1).getByLabel('Opens').fill('17:00');
      await hours.getByText('These hours overlap.').waitFor();
      await monday.nth(1).getByLabel('Opens').fill('19:00');
      await monday.nth(1).getByLabel('Closes').fill('01:30');
      await hours.getByText('next day').waitFor();
      await hours.getByRole('button', { name: 'Copy to every day: Monday' }).click();
      await hours.getByRole('button', { name: 'Add an exception' }).click();
      await hours.getByLabel('Date').fill('2030-12-24');
      expect(await hours.getByRole('alert').count()).toBe(0);

      await saved(page);
      const sunday = hours.getByRole('group', { name: 'Sunday' });
      for (const [input, expected] of [
        [sunday.nth(0).getByLabel('Opens'), '09:00'],
        [sunday.nth(1).getByLabel('Closes'), '01:30'],
        [hours.getByLabel('Date'), '2030-12-24'],
      ] as const) {
        expect(
          await once(
            () => input.inputValue(),
            (value) => value === expected,
          ),
        ).toBe(expected);
      }
      await scrollTo(hours);
      await picture(page, 'opening-hours');

      await hours.getByRole('switch').click();
      await saved(page);
      expect(await hours.getByRole('switch').isChecked()).toBe(true);
      await test().dashboard.leave(page);
    });

    it('pauses and resumes the store', async () => {
      const page = await opened();
      const pause = page.getByTestId('store-pause');
      await pause.getByRole('button', { name: 'Pause for 30 min' }).click();
      await saved(page);
      await pause.getByText(/^Paused until \d/).waitFor();
      await pause.getByRole('button', { name: 'Resume' }).click();
      await saved(page);
      await pause.getByText('Not paused').waitFor();
      await test().dashboard.leave(page);
    });
  });
}
