import { SELLERS } from '@driver-dispatch/dev-server';
import type { Locator, Page } from 'playwright-core';
import { watchMarkers } from './testing/watch-markers';
import { cancelFor, NARROW, picture, WIDE } from './testing/dashboard';
import { largeFleet, MARKERS, WAITING } from './testing/large-fleet';
import { untilStill } from './testing/map-motion';
import type { UnderTest } from './testing/use-world';

const { store } = SELLERS[0]!;

/** Bounds of the number of drawn markers and clusters: at most on the whole map, at least when zoomed in. */
const MOST_SHOWN = MARKERS / 2;
const FEWEST_SHOWN = 20;

/** A GIF of one white pixel. */
const TILE = Buffer.from('R0lGODlhAQABAIAAAP///wAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==', 'base64');

/** Counts the waiting orders on the map: single markers and the counts of clusters. */
async function countWaiting(map: Locator): Promise<number> {
  const labels = await map
    .locator('.leaflet-marker-icon')
    .evaluateAll((markers) => markers.map((marker) => marker.getAttribute('aria-label') ?? ''));
  const count = (label: string) =>
    /^Order WAITING\d+, waiting for a driver$/.test(label)
      ? 1
      : Number(/^(\d+) waiting orders, zoom in$/.exec(label)?.[1] ?? 0);
  return labels.reduce((sum, label) => sum + count(label), 0);
}

/** Drags a marker onto another one, after the map has stopped moving. */
async function drag(page: Page, marker: Locator, target: Locator): Promise<void> {
  await marker.waitFor();
  await untilStill(page.getByRole('application'));
  const [from, to] = [await centreOf(marker), await centreOf(target)];
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
  await page.mouse.move(to.x, to.y, { steps: 4 });
  await page.mouse.up();
}

async function centreOf(element: Locator): Promise<{ x: number; y: number }> {
  const { x, y, width, height } = (await element.boundingBox())!;
  return { x: x + width / 2, y: y + height / 2 };
}

export function mapPage(test: () => UnderTest): void {
  describe('map page', () => {
    const list = (page: Page) => page.getByRole('complementary');

    it('follows a delivery from pickup to drop-off', async () => {
      const { shop, dashboard } = test();
      await shop.driverAt('mapped', store.point, 'Mary Mapped');
      await shop.buyFrom();
      const page = await dashboard.page('driver-map');
      await list(page)
        .getByRole('button', { name: /Mary Mapped/ })
        .click();
      const card = page.getByTestId('selected');
      await card.getByText('On the way to pickup').waitFor();
      expect(await card.getByText(store.name).count()).toBe(1);
      await page.locator('.map-selected[aria-label="Mary Mapped, busy"]').waitFor();
      await picture(page, 'map');

      const { task } = await shop.drivers.heartbeat('mapped');
      const delivery = { deliveryId: task!.deliveryId, driverId: 'mapped' };
      await shop.drivers.pickUp(delivery);
      await card.getByText('On the way to drop-off').waitFor();
      const point = { lat: store.point.lat + 0.003, lon: store.point.lon };
      await shop.drivers.complete({
        ...delivery,
        point,
        endShift: true,
        proof: { kind: 'in_person', receivedBy: 'Ida' },
      });
      await card.getByText(/^Delivered by Mary Mapped at \d/).waitFor();
      await page.locator('[aria-label^="Mary Mapped"]').waitFor({ state: 'detached' });
      await dashboard.leave(page);
    });

    it('assigns, reassigns and cancels from the card of a delivery', async () => {
      const { shop, dashboard } = test();
      const far = { lat: store.point.lat + 2, lon: store.point.lon };
      const { id } = await shop.waitingDelivery();
      await shop.driverAt('carded', far, 'Cara Carded');
      const page = await dashboard.page(`driver-map?show=delivery:${id}`);
      const card = page.getByTestId('selected');
      await card.getByRole('button', { name: 'Assign driver' }).click();
      await page.getByRole('option', { name: /Cara Carded/ }).click();
      await page.getByRole('button', { name: 'Assign anyway' }).click();
      await card.getByText('On the way to pickup').waitFor();
      await shop.driverAt('dealt', far, 'Dora Dealt');
      await card.getByRole('button', { name: 'Reassign' }).click();
      await page.getByRole('option', { name: /Dora Dealt/ }).click();
      await page.getByRole('button', { name: 'Assign anyway' }).click();
      await card.getByText('Dora Dealt').waitFor();
      await picture(page, 'map-card');
      await card.getByRole('button', { name: 'Actions' }).click();
      await page.getByRole('menuitem', { name: 'Cancel delivery' }).click();
      await cancelFor(page, 'OTHER');
      await card.getByText('Cancelled').waitFor();
      await dashboard.leave(page);
    });

    it('assigns a waiting order that is dragged onto a driver', async () => {
      const { shop, dashboard } = test();
      // Far from the drivers of other tests, with whom the marker would be in a cluster.
      const far = { lat: store.point.lat - 2, lon: store.point.lon };
      const { orderCode } = await shop.waitingDelivery();
      await shop.driverAt('dropped-on', far, 'Dana Dropped');
      const page = await dashboard.page('driver-map');
      const marker = (label: string) => page.locator(`.leaflet-marker-icon[aria-label="${label}"]`);
      const waiting = marker(`Order ${orderCode}, waiting for a driver`);
      await drag(page, waiting, marker('Dana Dropped, available'));
      const dialog = page.getByRole('dialog');
      await dialog.getByText(/^Dana Dropped is .* km away from the store/).waitFor();
      await picture(page, 'map-drag');
      await dialog.getByRole('button', { name: 'Back' }).click();
      await dialog.waitFor({ state: 'detached' });
      await drag(page, waiting, marker('Dana Dropped, available'));
      await dialog.getByRole('button', { name: 'Assign anyway' }).click();
      await marker('Dana Dropped, busy').waitFor();
      expect((await shop.drivers.heartbeat('dropped-on')).task?.orderCode).toBe(orderCode);
      await dashboard.leave(page);
    });

    it('is replaced without an error when the window becomes narrow', async () => {
      const { dashboard } = test();
      const page = await dashboard.page('driver-map');
      await page.getByRole('application').waitFor();
      const errors: Error[] = [];
      page.on('pageerror', (error) => errors.push(error));
      await page.setViewportSize(NARROW);
      // Leaflet ends a resize after 200 ms.
      await page.evaluate(() => new Promise((ended) => setTimeout(ended, 500)));
      page.removeAllListeners('pageerror');
      expect(errors).toEqual([]);
      await dashboard.leave(page);
    });

    it('supports keyboard selection and links', async () => {
      const { shop, dashboard } = test();
      await shop.driverAt('keyed', store.point, 'Kay Keyed');
      const page = await dashboard.page('driver-map', { colorScheme: 'dark' });
      await page.locator('[aria-label="Kay Keyed, available"]').press('Enter');
      await page.getByTestId('selected').getByText('Kay Keyed').waitFor();
      await picture(page, 'map-dark');
      await page.goto(page.url());
      await page.getByTestId('selected').getByText('Kay Keyed').waitFor();
      await page.getByRole('button', { name: 'Clear selection' }).click();
      await page.getByTestId('selected').waitFor({ state: 'detached' });

      await page.getByRole('button', { name: /^Available drivers/ }).click();
      await page.locator('[aria-label="Kay Keyed, available"]').waitFor({ state: 'detached' });
      await shop.drivers.setStatus({ driverId: 'keyed', status: 'OFFLINE' });
      await dashboard.leave(page);
    });

    it(`clusters ${MARKERS} moving markers and reuses their elements`, async () => {
      const page = await test().dashboard.emptyPage();
      await page.emulateMedia({ reducedMotion: 'no-preference' });
      const answered = await largeFleet(page);
      await page.goto(test().dashboard.addressOf('driver-map'));
      await page.getByRole('button', { name: /^Available drivers 500/ }).waitFor();
      const map = page.getByRole('application', { name: 'Stores, drivers and deliveries' });
      await map
        .getByRole('button', { name: /markers, zoom in/ })
        .first()
        .waitFor();
      await untilStill(map);
      await picture(page, 'map-large');
      expect(await countWaiting(map)).toBe(WAITING);
      await page.setViewportSize(NARROW);
      await map.getByRole('button', { name: 'Show all' }).click();
      await untilStill(map);
      await picture(page, 'map-large-narrow');
      expect(await countWaiting(map)).toBe(WAITING);
      await page.setViewportSize(WIDE);
      await map.getByRole('button', { name: 'Show all' }).click();
      await untilStill(map);

      const count = await watchMarkers(map);
      const zoom = (button: string) => map.getByRole('button', { name: button, exact: true }).click();
      for (const changeView of [
        () => undefined,
        () => zoom('Zoom in'),
        () => zoom('Zoom in'),
        () => zoom('Zoom out'),
      ]) {
        await changeView();
        await untilStill(map);
        await count();
        await answered();
        await answered();
        const { shown, added } = await count();
        expect(shown).toBeGreaterThan(FEWEST_SHOWN);
        expect(shown).toBeLessThan(MOST_SHOWN);
        // Clusters are redrawn when their members move. Other markers are reused.
        expect(added).toBeLessThan(shown / 2);
      }
      await test().dashboard.leave(page);
    });

    it('shows the tiles of the configured tile server with attribution, and a grid without tiles', async () => {
      const page = await test().dashboard.emptyPage({ viewport: NARROW });
      const asked: string[] = [];
      let reachable = false;
      await page.route('**/tiles.example.com/**', (route) => {
        asked.push(new URL(route.request().url()).pathname);
        return reachable ? route.fulfill({ body: TILE, contentType: 'image/gif' }) : route.abort();
      });
      await page.route('**/admin-api**', async (route) => {
        if (!route.request().postData()?.includes('query DispatchMapBase')) {
          return route.fallback();
        }
        const answer = await (await route.fetch()).json();
        const tiles = { url: 'https://tiles.example.com/{z}/{x}/{y}.gif', attribution: 'Tiles: Example' };
        answer.data.dispatchMap.tiles = { ...tiles, darkUrl: null, maxZoom: 18 };
        return route.fulfill({ json: answer });
      });
      await page.goto(test().dashboard.addressOf('driver-map'));
      await page.getByText('Tiles: Example').waitFor();
      const map = page.getByRole('application', { name: 'Stores, drivers and deliveries' });
      const grid = map.locator('path.map-graticule').first();
      await grid.waitFor({ state: 'attached' });
      await map.getByText(store.name).waitFor();
      await picture(page, 'map-without-tiles');
      reachable = true;
      await page.reload();
      await page.locator('.leaflet-tile-loaded').first().waitFor();
      await grid.waitFor({ state: 'detached' });
      expect(asked[0]).toMatch(/^\/\d+\/\d+\/\d+\.gif$/);
      await picture(page, 'map-narrow');
      await test().dashboard.leave(page);
    });
  });
}
