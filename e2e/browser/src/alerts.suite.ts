import { SELLERS } from '@driver-dispatch/dev-server';
import type { Page } from 'playwright-core';
import { picture, scrollTo } from './testing/dashboard';
import { untilTitle } from './testing/tab-title';
import type { UnderTest } from './testing/use-world';

const { store } = SELLERS[0]!;

const COUNTED = /^\(1\) \w+ • Vendure$/;
const UNCOUNTED = /^\w+ • Vendure$/;

/** Number of tones of the sound of an alert. */
const TONES = 2;

/** Counts the started tones in `window.tones`. */
function countTones(page: Page): Promise<void> {
  return page.evaluate(() => {
    const counter = Object.assign(window, { tones: 0 });
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (when) {
      counter.tones += 1;
      return start.call(this, when);
    };
  });
}

const getTones = (page: Page) => page.evaluate(() => (window as unknown as { tones: number }).tones);

/** Vendure's bell has no accessible name. */
const bell = (page: Page) => page.locator('header button:has(.lucide-bell)');

/** Makes the page believe that its tab is hidden. */
function hide(page: Page): Promise<void> {
  return page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
}

export function alerts(test: () => UnderTest): void {
  describe('alerts', () => {
    it('show in bell, tab and sound that orders wait without an available driver', async () => {
      const { shop, dashboard } = test();
      const page = await dashboard.page('driver-map');
      const sound = page.getByRole('button', { name: 'Sound for new alerts' });
      expect(await sound.getAttribute('aria-pressed')).toBe('false');
      await untilTitle(page, UNCOUNTED);
      await countTones(page);
      await sound.click();
      expect(await getTones(page)).toBe(TONES);

      await shop.waitingDelivery();
      await hide(page);
      await untilTitle(page, COUNTED);
      expect(await getTones(page)).toBe(2 * TONES);
      await bell(page).click();
      await page.getByText('No available driver for waiting orders').waitFor();
      await page.getByText(`${store.name} (1)`, { exact: true }).waitFor();
      await picture(page, 'alerts');
      await page.getByRole('menuitem', { name: 'Show' }).click();
      await page.waitForURL(/driver-deliveries\?.*show=waiting/);
      await untilTitle(page, COUNTED);

      await shop.driverAt('alerted', store.point);
      await untilTitle(page, UNCOUNTED);
      expect(await getTones(page)).toBe(2 * TONES);
      await sound.click();
      await dashboard.leave(page);
    });

    it('show that the shop does not respond', async () => {
      const { dashboard } = test();
      const page = await dashboard.page('driver-deliveries');
      await untilTitle(page, UNCOUNTED);
      await page.route('**/admin-api**', (route) => route.fulfill({ status: 502, body: 'Bad Gateway' }));
      await untilTitle(page, COUNTED);
      await bell(page).click();
      await page.getByText('The shop does not respond').waitFor();
      await dashboard.leave(page);
    });

    it('are complemented by a widget on the Insights page', async () => {
      const { shop, dashboard } = test();
      await shop.waitingDelivery();
      await shop.waitingDelivery();
      const page = await dashboard.page('');
      const figure = (name: string) => page.getByRole('term').filter({ hasText: name }).locator('xpath=..');
      await figure('Waiting now').getByText('2', { exact: true }).waitFor();
      await figure('Delivered today').getByRole('definition').waitFor();
      await scrollTo(figure('Waiting now'));
      await picture(page, 'insights');
      await dashboard.leave(page);
    });
  });
}
