import { inGerman } from './testing/dashboard';
import { untilTitle } from './testing/tab-title';
import type { UnderTest } from './testing/use-world';

export function tabTitle(test: () => UnderTest): void {
  describe('title of the browser tab', () => {
    it('names the page in the language of the dashboard', async () => {
      const { dashboard, shop } = test();
      const { id, orderCode } = await shop.waitingDelivery();
      const page = await dashboard.page('driver-map');
      await inGerman(page, () => untilTitle(page, /Karte • Vendure$/));
      await untilTitle(page, /Map • Vendure$/);
      await page.getByRole('link', { name: 'Deliveries' }).click();
      await untilTitle(page, /Deliveries • Vendure$/);
      await page.getByRole('link', { name: 'Insights' }).click();
      await untilTitle(page, /^(\(\d+\) )?Vendure$/);
      await page.goto(dashboard.addressOf(`driver-deliveries/${id}`));
      await untilTitle(page, new RegExp(`${orderCode} • Vendure$`));
      await page.goto(dashboard.addressOf('drivers/new'));
      await untilTitle(page, /New driver • Vendure$/);
      await dashboard.leave(page);
    });
  });
}
