import { measureOverflow, NARROW } from './testing/dashboard';
import { findViolations } from './testing/find-violations';
import { deliveryOnItsWay, PAGES, reportLocation } from './testing/pages';
import type { UnderTest } from './testing/use-world';

export function accessibility(test: () => UnderTest): void {
  describe('pages', () => {
    it('has no findings of axe on any page, in both themes', async () => {
      const { dashboard, shop } = test();
      const about = await deliveryOnItsWay(shop);
      const findings: string[] = [];
      const page = await dashboard.page('');
      for (const { name, path, shown, ours = 'main' } of PAGES) {
        await reportLocation(shop);
        if (path(about).startsWith('..')) {
          await page.goto(dashboard.addressOf(path(about)));
        } else {
          await dashboard.follow(page, path(about));
        }
        await shown(page);
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          const found = await findViolations(page, ours);
          findings.push(...found.map((finding) => `${name}, ${colorScheme}: ${finding}`));
        }
      }
      await dashboard.leave(page);
      expect(findings).toEqual([]);
    });

    it('shows tiles as a strip, deliveries as cards and the main action on a narrow screen', async () => {
      const { dashboard, shop } = test();
      const { orderCode } = await shop.waitingDelivery();
      const page = await dashboard.page('driver-deliveries', { viewport: NARROW });
      const tiles = page.getByRole('group', { name: 'Deliveries by state' }).getByRole('button');
      await tiles.first().waitFor();
      const tops = await tiles.evaluateAll((all) => all.map((tile) => tile.getBoundingClientRect().top));
      expect(tops).toHaveLength(8);
      expect(new Set(tops).size).toBe(1);

      const card = page.getByRole('row').filter({ hasText: orderCode });
      await card.getByText('Customer', { exact: true }).waitFor();
      expect(await card.getByText('Problem', { exact: true }).isVisible()).toBe(false);
      const right = await card.evaluate((row) =>
        Math.max(...Array.from(row.children, (cell) => cell.getBoundingClientRect().right)),
      );
      expect(right).toBeLessThanOrEqual(NARROW.width);
      expect(await measureOverflow(page)).toBeLessThanOrEqual(0);

      await card.getByText(orderCode).click();
      await page.getByRole('button', { name: 'Assign driver' }).waitFor();
      expect(await measureOverflow(page)).toBeLessThanOrEqual(0);
      await dashboard.leave(page);
    });
  });
}
