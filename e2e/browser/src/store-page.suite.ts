import { SELLERS } from '@driver-dispatch/dev-server';
import type { Page } from 'playwright-core';
import { picture, scrollTo } from './testing/dashboard';
import { once } from './testing/once';
import type { UnderTest } from './testing/use-world';

/** The other suites use the first seller. */
const { store } = SELLERS[1]!;

export function storePage(test: () => UnderTest): void {
  describe('store page', () => {
    const opened = async () => open(await test().dashboard.emptyPage());

    async function open(page: Page): Promise<Page> {
      await page.goto(test().dashboard.addressOf('stock-locations'));
      await page.getByText(store.name, { exact: true }).click();
      await page.getByRole('application', { name: 'Store location' }).waitFor();
      return page;
    }

    const stores = async () =>
      (await test().shop.administrator.stores()).filter(({ name }) => name === store.name);

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

    it('pauses and resumes the store at once, in the time zone of the store', async () => {
      const page = await test().dashboard.emptyPage();
      const devTools = await page.context().newCDPSession(page);
      await devTools.send('Emulation.setTimezoneOverride', { timezoneId: 'Asia/Tokyo' });
      await open(page);
      const pause = page.getByTestId('store-pause');
      await coordinate(page, 'storeLatitude').fill('52.5');
      await pause.getByRole('button', { name: 'Pause for 30 min' }).click();
      const status = pause.getByText(/^Paused until .+\(Europe\/Berlin\)$/);
      await status.waitFor();
      const [saved] = await stores();
      const until = new Date(saved!.customFields.storePausedUntil as string);
      const berlin = until.toLocaleTimeString('en', { timeZone: 'Europe/Berlin', timeStyle: 'short' });
      expect(normalized(await status.textContent())).toContain(normalized(berlin));
      await numberIs(page, 'storeLatitude', 52.5);
      await picture(page, 'store-paused');

      // The form contains the pause that was set after it had been opened.
      await page.getByRole('button', { name: 'Update', exact: true }).click();
      await page.getByText('Successfully updated stock location').waitFor();
      expect((await stores())[0]!.customFields.storePausedUntil).toBe(saved!.customFields.storePausedUntil);

      await page.reload();
      await pause.getByRole('button', { name: 'Resume' }).click();
      await pause.getByText('Not paused').waitFor();
      expect((await stores())[0]!.customFields.storePausedUntil).toBeNull();
      await devTools.detach();
      await test().dashboard.leave(page);
    });

    it('finds an address on the map', async () => {
      const page = await test().dashboard.emptyPage();
      const searched: unknown[] = [];
      await page.route('**/admin-api*', async (route) => {
        const { query = '', variables } = (route.request().postDataJSON() ?? {}) as Query;
        if (query.includes('geocodeSellerStoreAddress')) {
          searched.push(variables?.address);
          const isKnown = (variables?.address as { city?: string }).city === 'Berlin';
          return route.fulfill({
            json: { data: { geocodeSellerStoreAddress: isKnown ? { lat: 52.53, lon: 13.41 } : null } },
          });
        }
        if (query.includes('sellerStoreAddressSearch')) {
          const response = await route.fetch();
          const { data } = (await response.json()) as { data: object };
          return route.fulfill({ response, json: { data: { ...data, sellerStoreAddressSearch: true } } });
        }
        return route.continue();
      });
      await open(page);
      const search = page.getByRole('searchbox', { name: 'Address' });
      expect(await search.inputValue()).toBe(`${store.street}, ${store.postalCode} Berlin`);
      await search.fill('Torstraße 1, 10119 Atlantis');
      await page.getByRole('button', { name: 'Find on the map' }).click();
      await page.getByText('Address not found').waitFor();
      await search.fill('Torstraße 1, 10119 Berlin');
      await search.press('Enter');
      await page.getByText('Found. Move the marker').waitFor();
      await numberIs(page, 'storeLatitude', 52.53);
      await numberIs(page, 'storeLongitude', 13.41);
      expect(searched[1]).toEqual({
        streetLine1: 'Torstraße 1',
        postalCode: '10119',
        city: 'Berlin',
        countryCode: 'DE',
      });
      await picture(page, 'store-address-search');
      await test().dashboard.leave(page);
    });

    it('shows errors at their fields, and readable ones of the server', async () => {
      const page = await opened();
      const phone = page.getByLabel('Phone', { exact: true });
      await phone.fill('call me');
      await page.getByText('Enter a phone number such as').waitFor();
      await phone.fill(store.phone);
      await coordinate(page, 'storeLongitude').fill('');
      await page.getByText('Enter both latitude and longitude').waitFor();
      await coordinate(page, 'storeLongitude').fill(String(store.point.lon));

      const hours = page.getByTestId('opening-hours');
      await hours.getByRole('switch').click();
      await hours.getByRole('button', { name: 'Add an exception' }).click();
      await hours.getByText('Exception 1 needs a date.').waitFor();
      expect(await hours.getByRole('alert').count()).toBe(1);
      await scrollTo(hours.getByLabel('Date'));
      await picture(page, 'store-field-errors');
      await page.getByRole('button', { name: 'Update', exact: true }).click();
      await page.getByText(/Exception 1 needs a date$/).waitFor();
      await test().dashboard.leave(page);
    });
  });
}

interface Query {
  query?: string;
  variables?: Record<string, unknown>;
}

/** Replaces the narrow spaces in which browsers differ. */
function normalized(text: string | null): string {
  return (text ?? '').replace(/\s/g, ' ');
}
