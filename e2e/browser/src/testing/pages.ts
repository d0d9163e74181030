import { SELLERS } from '@driver-dispatch/dev-server';
import type { Page } from 'playwright-core';
import type { DeliveryInShop } from './administrator';
import type { Shop } from './shop';

const [BAKERY] = SELLERS;
const DRIVER = 'pictured';

/** A delivery between pickup and drop-off. */
export interface OnItsWay {
  orderId: string;
  delivery: DeliveryInShop;
}

/** A page of the dashboard or the storefront that shows a delivery on its way. */
interface TestedPage {
  name: string;
  path: (about: OnItsWay) => string;
  /** Waits until the page is complete. */
  shown: (page: Page) => Promise<unknown>;
  /** Selector of the plugin's part of a Vendure page. @default the whole page */
  ours?: string;
}

async function storeShown(page: Page): Promise<void> {
  await page.getByText(BAKERY!.store.name, { exact: true }).click();
  await page.getByRole('application', { name: 'Store location' }).waitFor();
}

export const PAGES: TestedPage[] = [
  {
    name: 'deliveries',
    path: () => 'driver-deliveries',
    shown: (page) => page.getByRole('button', { name: /^On the way to drop-off\s*1/ }).waitFor(),
  },
  {
    name: 'delivery',
    path: ({ delivery }) => `driver-deliveries/${delivery.id}`,
    shown: (page) => page.getByText('Sent to dispatch').waitFor(),
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

/** Creates a delivery that its driver has picked up. */
export async function deliveryOnItsWay(shop: Shop): Promise<OnItsWay> {
  await shop.driverAt(DRIVER, BAKERY!.store.point, 'Ada Pictured');
  const { id: orderId } = await shop.buyFrom();
  const delivery = await shop.administrator.deliveryIn(orderId, 'ASSIGNED');
  await shop.drivers.pickUp({ deliveryId: delivery.engineDeliveryId, driverId: DRIVER });
  return { orderId, delivery };
}

/** Keeps the location fresh: shoppers see no location older than a minute. */
export async function reportLocation(shop: Shop): Promise<void> {
  const point = { ...BAKERY!.store.point, lat: BAKERY!.store.point.lat + 0.001 };
  const recordedAt = new Date().toISOString();
  await shop.drivers.reportLocation({ driverId: DRIVER, point, recordedAt });
}
