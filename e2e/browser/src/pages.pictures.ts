import { SELLERS } from '@driver-dispatch/dev-server';
import type { Page } from 'playwright-core';
import type { DeliveryInShop } from './testing/administrator';
import { NARROW, measureOverflow, picture, scrollTo, WIDE } from './testing/dashboard';
import { once } from './testing/once';
import { useWorld } from './testing/use-world';

const [BAKERY] = SELLERS;
const DRIVER = 'pictured';

/** Time for the page to redraw after a resize. */
const DRAWN_AFTER_MS = 500;

const WIDTHS = { wide: WIDE, narrow: NARROW };

interface PicturedPage {
  name: string;
  path: (about: { orderId: string; delivery: DeliveryInShop }) => string;
  /** Waits until the page is complete. */
  shown: (page: Page) => Promise<unknown>;
  /** Selector of the plugin's part of a Vendure page. @default the whole page */
  ours?: string;
}

async function storeShown(page: Page): Promise<void> {
  await page.getByText(BAKERY!.store.name, { exact: true }).click();
  await page.getByRole('application', { name: 'Store location' }).waitFor();
}

const PAGES: PicturedPage[] = [
  {
    name: 'deliveries',
    path: () => 'driver-deliveries',
    shown: (page) => page.getByRole('button', { name: /^On the way to drop-off\s*1/ }).waitFor(),
  },
  {
    name: 'delivery',
    path: ({ delivery }) => `driver-deliveries/${delivery.id}`,
    shown: (page) => page.getByText('Accepted by the engine').waitFor(),
  },
  {
    name: 'map',
    path: () => 'driver-map',
    shown: (page) => page.locator('[aria-label="Ada Pictured, busy"]').waitFor(),
  },
  {
    name: 'drivers',
    path: () => 'drivers',
    shown: (page) => page.getByRole('row', { name: /Ada Pictured/ }).waitFor(),
  },
  {
    name: 'driver',
    path: () => `drivers/${DRIVER}`,
    shown: (page) => page.getByRole('heading', { name: 'Ada Pictured' }).waitFor(),
  },
  {
    name: 'driver-new',
    path: () => 'drivers/new',
    shown: (page) => page.getByRole('heading', { name: 'New driver' }).waitFor(),
  },
  {
    name: 'engine',
    path: () => 'driver-dispatch-engine',
    shown: (page) => page.getByText('No rejected events.').waitFor(),
  },
  {
    name: 'order',
    path: ({ orderId }) => `orders/${orderId}`,
    shown: (page) => page.getByText('On the way to drop-off', { exact: true }).waitFor(),
    ours: '[data-testid="order-deliveries"]',
  },
  {
    name: 'store',
    path: () => 'stock-locations',
    shown: storeShown,
    ours: '[data-testid="store-pause"]',
  },
  {
    name: 'opening-hours',
    path: () => 'stock-locations',
    shown: async (page) => {
      await storeShown(page);
      await page.getByTestId('opening-hours').getByRole('switch').click();
    },
    ours: '[data-testid="opening-hours"]',
  },
  {
    name: 'storefront',
    path: ({ delivery }) => `../track/${delivery.trackingCode}`,
    shown: (page) => page.locator('.driver').waitFor(),
  },
];

const test = useWorld();

/** Takes pictures of every page and checks that no page is wider than its window. */
describe('pages in both themes, wide and narrow', () => {
  let about: { orderId: string; delivery: DeliveryInShop };

  beforeEach(async () => {
    const { shop } = test();
    await shop.driverAt(DRIVER, BAKERY!.store.point, 'Ada Pictured');
    const { id: orderId } = await shop.buyFrom();
    const delivery = await shop.administrator.deliveryIn(orderId, 'ASSIGNED');
    await shop.drivers.pickUp({ deliveryId: delivery.engineDeliveryId, driverId: DRIVER });
    about = { orderId, delivery };
  });

  /** Keeps the location fresh: shoppers see no location older than a minute. */
  async function reportLocation(): Promise<void> {
    const point = { ...BAKERY!.store.point, lat: BAKERY!.store.point.lat + 0.001 };
    const recordedAt = new Date().toISOString();
    await test().shop.drivers.reportLocation({ driverId: DRIVER, point, recordedAt });
  }

  it.each(PAGES)('takes pictures of $name', async ({ name, path, shown, ours }) => {
    const { dashboard } = test();
    for (const colorScheme of ['light', 'dark'] as const) {
      await reportLocation();
      const page = await dashboard.page(path(about), { colorScheme });
      await shown(page);
      for (const [width, viewport] of Object.entries(WIDTHS)) {
        await page.setViewportSize(viewport);
        await page.waitForTimeout(DRAWN_AFTER_MS);
        if (ours) {
          await scrollTo(page.locator(ours));
        }
        const overflow = await once(
          () => measureOverflow(page, ours),
          (pixels) => pixels <= 0,
        );
        expect(overflow).toBeLessThanOrEqual(0);
        await picture(page, `${name}-${width}-${colorScheme}`);
      }
      await dashboard.leave(page);
    }
  });
});
