import type { UnderTest } from './testing/use-world';

export function endDelivery(test: () => UnderTest): void {
  describe('end delivery dialog', () => {
    it('ends a delivery with outcome and reason', async () => {
      const { dashboard, shop } = test();
      const { id } = await shop.waitingDelivery();
      const page = await dashboard.page(`driver-deliveries/${id}`);
      await page.getByRole('button', { name: 'Actions' }).click();
      await page.getByRole('menuitem', { name: 'End delivery' }).click();
      const end = page.getByRole('dialog').getByRole('button', { name: 'End delivery' });
      expect(await end.isDisabled()).toBe(true);
      await page.getByRole('combobox', { name: 'Outcome' }).click();
      // The goods of a waiting delivery are still at the store.
      expect(await page.getByRole('option', { name: 'Returned to the store' }).count()).toBe(0);
      await page.getByRole('option', { name: 'Delivered' }).click();
      expect(await end.isDisabled()).toBe(true);
      await page.getByLabel('Reason').fill('Brought by the store');
      await end.click();
      await page.getByText('Ended by').waitFor();
      await page.getByText('Brought by the store').first().waitFor();
      await page.getByText('Confirmed by a dispatcher').waitFor();
      await dashboard.leave(page);
    });
  });
}
