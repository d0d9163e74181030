import { SELLERS } from '@driver-dispatch/dev-server';
import type { Page } from 'playwright-core';
import { watchMarkers } from './testing/watch-markers';
import { NARROW, picture } from './testing/dashboard';
import { largeFleet, MARKERS } from './testing/large-fleet';
import { untilStill } from './testing/map-motion';
import type { UnderTest } from './testing/use-world';

const { store } = SELLERS[0]!;

/** How many of them are shown as clusters or alone: at most on the whole map, at least from close by. */
const MOST_SHOWN = MARKERS / 2;
const FEWEST_SHOWN = 20;

/** A picture of one colour. */
const TILE = Buffer.from('R0lGODlhAQABAIAAAP///wAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==', 'base64');

/** The map of stores, drivers and deliveries under way. */
export function mapPage(test: () => UnderTest): void {
  describe('the map in the dashboard', () => {
    const list = (page: Page) => page.getByRole('complementary');

    it('follows an order from its store to its door', async () => {
      const { shop, dashboard } = test();
      await shop.driverAt('mapped', store.point, 'Mary Mapped');
      await shop.buyFrom();
      const page = await dashboard.page('driver-map');
      await list(page)
        .getByRole('button', { name: /Mary Mapped/ })
        .click();
      const card = page.getByTestId('selected');
      await card.getByText('On the way to the store').waitFor();
      expect(await card.getByText(store.name).count()).toBe(1);
      await page.locator('.map-selected[aria-label="Mary Mapped, busy"]').waitFor();
      await picture(page, 'map');

      const { task } = await shop.drivers.heartbeat('mapped');
      const delivery = { deliveryId: task!.deliveryId, driverId: 'mapped' };
      await shop.drivers.pickUp(delivery);
      await card.getByText('On the way to the door').waitFor();
      const point = { lat: store.point.lat + 0.003, lon: store.point.lon };
      await shop.drivers.complete({
        ...delivery, point, endShift: true,
        proof: { kind: 'handover', receivedBy: 'Ida' },
      });
      await card.getByText(/^Mary Mapped was at the door at \d/).waitFor();
      await page.locator('[aria-label^="Mary Mapped"]').waitFor({ state: 'detached' });
      await dashboard.leave(page);
    });

    it('is used by the keyboard alone, and can be linked to', async () => {
      const { shop, dashboard } = test();
      await shop.driverAt('keyed', store.point, 'Kay Keyed');
      const page = await dashboard.page('driver-map', { colorScheme: 'dark' });
      await page.locator('[aria-label="Kay Keyed, free"]').press('Enter');
      await page.getByTestId('selected').getByText('Kay Keyed').waitFor();
      await picture(page, 'map-dark');
      await page.goto(page.url());
      await page.getByTestId('selected').getByText('Kay Keyed').waitFor();
      await page.getByRole('button', { name: 'Let go' }).click();
      await page.getByTestId('selected').waitFor({ state: 'detached' });

      await page.getByRole('button', { name: /^Free drivers/ }).click();
      await page.locator('[aria-label="Kay Keyed, free"]').waitFor({ state: 'detached' });
      await shop.drivers.setStatus({ driverId: 'keyed', status: 'OFFLINE' });
      await dashboard.leave(page);
    });

    it(`draws few elements for ${MARKERS} markers that move, and keeps them from one answer to the next`, async () => {
      const page = await test().dashboard.emptyPage();
      await page.emulateMedia({ reducedMotion: 'no-preference' });
      const answered = await largeFleet(page);
      await page.goto(test().dashboard.addressOf('driver-map'));
      await page.getByRole('button', { name: /^Free drivers 500/ }).waitFor();
      const map = page.getByRole('application', { name: 'Stores, drivers and deliveries' });
      await map
        .getByRole('button', { name: /close together/ })
        .first()
        .waitFor();
      await untilStill(map);
      await picture(page, 'map-large');

      const count = await watchMarkers(map);
      const zoom = (button: string) => map.getByRole('button', { name: button, exact: true }).click();
      for (const look of [
        () => undefined,
        () => zoom('Zoom in'),
        () => zoom('Zoom in'),
        () => zoom('Zoom out'),
      ]) {
        await look();
        await untilStill(map);
        await count();
        await answered();
        await answered();
        const { shown, added } = await count();
        expect(shown).toBeGreaterThan(FEWEST_SHOWN);
        expect(shown).toBeLessThan(MOST_SHOWN);
        // Clusters change with the places of their members. All others move.
        expect(added).toBeLessThan(shown / 2);
      }
      await test().dashboard.leave(page);
    });

    it("has the pictures of the shop's tile server, and thanks it", async () => {
      const page = await test().dashboard.emptyPage({ viewport: NARROW });
      const asked: string[] = [];
      await page.route('**/tiles.example.com/**', (route) => {
        asked.push(new URL(route.request().url()).pathname);
        return route.fulfill({ body: TILE, contentType: 'image/gif' });
      });
      await page.route('**/admin-api**', async (route) => {
        if (!route.request().postData()?.includes('query DispatchMapBase')) {
          return route.fallback();
        }
        const answer = await (await route.fetch()).json();
        const tiles = { url: 'https://tiles.example.com/{z}/{x}/{y}.gif', attribution: 'Tiles: Somebody' };
        answer.data.dispatchMap.tiles = { ...tiles, darkUrl: null, maxZoom: 18 };
        return route.fulfill({ json: answer });
      });
      await page.goto(test().dashboard.addressOf('driver-map'));
      await page.getByText('Tiles: Somebody').waitFor();
      await page.locator('.leaflet-tile-loaded').first().waitFor();
      expect(asked[0]).toMatch(/^\/\d+\/\d+\/\d+\.gif$/);
      await picture(page, 'map-narrow');
      await test().dashboard.leave(page);
    });
  });
}
