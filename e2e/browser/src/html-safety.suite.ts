import { SELLERS } from '@driver-dispatch/dev-server';
import type { Page, Request } from 'playwright-core';
import { renderedEmail } from './testing/rendered-email';
import type { UnderTest } from './testing/use-world';

const [, BOOKSHOP] = SELLERS;
const DRIVER = 'hostile-driver';

/** A name that makes the browser load an image from `/x` if a page inserts it as HTML. It has no spaces to stay one word. */
const hostile = (who: string) => `<img/src="/x"/onerror="alert(1)">${who}`;
const NAMES = {
  driver: hostile('Mallory'),
  store: hostile('Store'),
  shopper: hostile('Shopper'),
  note: hostile('Note'),
  failure: hostile('Failure'),
};

/** Names from drivers, sellers and shoppers are escaped on every page. */
export function htmlSafety(test: () => UnderTest): void {
  describe('name with HTML', () => {
    it('is shown as text by every page', async () => {
      const { shop, dashboard } = test();
      const stores = await shop.administrator.stores();
      const { id } = stores.find(({ name }) => name === BOOKSHOP!.store.name)!;
      await shop.administrator.updateStore({ id, name: NAMES.store });
      const page = await dashboard.page('');
      const loaded: string[] = [];
      const watch = (request: Request) => {
        if (new URL(request.url()).pathname === '/x') {
          loaded.push(page.url());
        }
      };
      page.on('request', watch);
      const visit = async (path: string, ...names: string[]) => {
        await dashboard.follow(page, path);
        await seen(page, ...names);
      };
      await shop.driverAt(DRIVER, BOOKSHOP!.store.point, NAMES.driver);
      const order = await shop.buyFrom(BOOKSHOP, { fullName: NAMES.shopper });
      await shop.administrator.addNote(order.id, NAMES.note);
      const delivery = await shop.administrator.deliveryIn(order.id, 'ASSIGNED');
      const ofEngine = { deliveryId: delivery.engineDeliveryId, driverId: DRIVER };

      await visit('driver-deliveries', NAMES.driver);
      await visit(`driver-deliveries/${delivery.id}`, NAMES.driver, NAMES.store, NAMES.shopper);
      await seeOnMap(page, 'Delivery route');
      await visit('driver-map', NAMES.driver, NAMES.store);
      await page.getByRole('complementary').getByRole('button', { name: NAMES.driver }).click();
      await seen(page.getByTestId('selected'), NAMES.driver, NAMES.store);
      await seeOnMap(page, 'Stores, drivers and deliveries');
      await visit('drivers', NAMES.driver);
      await visit(`drivers/${DRIVER}`, NAMES.driver);
      await visit('driver-dispatch-engine', 'Engine');
      await visit('stock-locations', NAMES.store);
      await page.getByText(NAMES.store).first().click();
      await page.getByRole('application', { name: 'Store location' }).waitFor();

      await shop.drivers.pickUp(ofEngine);
      await page.goto(`${shop.url}/track/${delivery.trackingCode}`);
      await seen(page, NAMES.driver, NAMES.store);
      const failure = { code: 'other' as const, note: NAMES.failure, endShift: true };
      await shop.drivers.fail({ ...ofEngine, ...failure });
      await shop.administrator.deliveryIn(order.id, 'FAILED');
      await page.goto(dashboard.addressOf('driver-deliveries'));
      await seen(page, NAMES.failure);
      await visit(`driver-deliveries/${delivery.id}`, NAMES.failure);
      await visit(`orders/${order.id}`, NAMES.driver, NAMES.failure, NAMES.note, NAMES.shopper);

      expect(loaded).toEqual([]);
      page.off('request', watch);
      await dashboard.leave(page);
    });

    it('is shown as text by the e-mail', async () => {
      const page = await test().dashboard.window();
      await page.setContent(await renderedEmail({ orderCode: 'ORDER', driverName: NAMES.driver }));
      await seen(page, NAMES.driver);
      expect(await page.locator('img').count()).toBe(0);
      await page.context().close();
    });
  });
}

async function seen(part: Pick<Page, 'getByText'>, ...names: string[]): Promise<void> {
  for (const name of names) {
    await part.getByText(name).filter({ visible: true }).first().waitFor();
  }
}

/** Waits until a map shows the names of the store and the driver beside their markers. */
async function seeOnMap(page: Page, map: string): Promise<void> {
  const shown = page.getByRole('application', { name: map });
  await seen(shown.locator('.map-name'), NAMES.store, NAMES.driver);
}
