import { SELLERS } from '@driver-dispatch/dev-server';
import type { Page } from 'playwright-core';
import { picture, scrollTo } from './testing/dashboard';
import type { UnderTest } from './testing/use-world';

/** The other suites use the first seller. */
const { name } = SELLERS[1]!;

export function shipping(test: () => UnderTest): void {
  describe('shipping method of a seller', () => {
    const field = (page: Page, label: string) =>
      page.locator('label', { hasText: label }).locator('xpath=ancestor::*[.//input][1]').locator('input');

    async function opened(): Promise<Page> {
      const page = await test().dashboard.page('shipping-methods');
      await page.getByRole('button', { name: `Driver of ${name}` }).click();
      await page.getByText('price-by-distance', { exact: true }).waitFor();
      return page;
    }

    async function saved(page: Page): Promise<void> {
      await page.getByRole('button', { name: 'Update', exact: true }).click();
      await page.getByText('Successfully updated shipping method').waitFor();
      await page.reload();
      await page.getByText('price-by-distance', { exact: true }).waitFor();
    }

    it('has editable distance and prices', async () => {
      const page = await opened();
      const terms = { 'Maximum distance': '4200', 'Base price': '3.45', 'Price per kilometre': '0.55' };
      const before = Object.fromEntries(
        await Promise.all(
          Object.keys(terms).map(async (label) => [label, await field(page, label).inputValue()] as const),
        ),
      );
      for (const edited of [terms, before]) {
        for (const [label, value] of Object.entries(edited)) {
          await field(page, label).fill(value);
        }
        await saved(page);
        for (const [label, value] of Object.entries(edited)) {
          expect(await field(page, label).inputValue()).toBe(value);
        }
        if (edited === terms) {
          await scrollTo(field(page, 'Maximum distance'));
          await picture(page, 'shipping-method');
        }
      }
      await test().dashboard.leave(page);
    });
  });
}
