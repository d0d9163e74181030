import type { Page } from 'playwright-core';
import { picture } from './testing/dashboard';
import type { UnderTest } from './testing/use-world';

interface Fault {
  start: (page: Page) => Promise<unknown>;
  end: (page: Page) => Promise<unknown>;
}

const API = '**/admin-api**';

const FAULTS = {
  'a hanging API': {
    start: (page) => page.route(API, () => undefined),
    end: (page) => page.unroute(API),
  },
  'a failing API': {
    start: (page) => page.route(API, (route) => route.fulfill({ status: 502, body: 'Bad Gateway' })),
    end: (page) => page.unroute(API),
  },
  'no connection': {
    start: (page) => page.context().setOffline(true),
    end: (page) => page.context().setOffline(false),
  },
} satisfies Record<string, Fault>;

export function outdated(test: () => UnderTest): void {
  describe('outdated notice', () => {
    it.each([
      ['the map', 'a hanging API', 'driver-map'],
      ['the delivery list', 'a failing API', 'driver-deliveries'],
      ['a delivery', 'no connection', 'delivery'],
    ] as const)('says on %s since when the data is old, with %s', async (_page, name, path) => {
      const { dashboard, shop } = test();
      const fault = FAULTS[name];
      const { id } = await shop.waitingDelivery();
      const page = await dashboard.page(path === 'delivery' ? `driver-deliveries/${id}` : path);
      await page.getByText('Waiting for a driver').first().waitFor();
      const notice = page.getByText(/^No response since \d+:\d\d:\d\d/);
      expect(await notice.count()).toBe(0);
      await fault.start(page);
      await notice.waitFor();
      await picture(page, `outdated-${path}`);
      await fault.end(page);
      await notice.waitFor({ state: 'detached' });
      await dashboard.leave(page);
    });
  });
}
