import { SELLERS } from '@driver-dispatch/dev-server';
import { picture } from './testing/dashboard';
import type { UnderTest } from './testing/use-world';

export function engine(test: () => UnderTest): void {
  describe('engine page', () => {
    const DRIVER = 'engine-suite';
    const { point } = SELLERS[0]!.store;

    it('lists and resends rejected events', async () => {
      const { shop, dashboard } = test();
      const page = await dashboard.page('driver-dispatch-engine');
      await page.getByText('No rejected events.').waitFor();

      const order = await shop.buyFrom();
      const { id } = await shop.administrator.deliveryIn(order.id, 'PENDING');
      // The shop cannot find the delivery, so it rejects the events.
      await shop.shopRows(
        `UPDATE driver_delivery SET "submissionKey" = 'lost-' || "submissionKey" WHERE id = $1`,
        [id],
      );
      await shop.driverAt(DRIVER, point);
      const row = page.getByRole('row', { name: /Assigned to a driver.*Not found: delivery/ });
      await row.waitFor();
      await page.getByText('The shop rejected events').first().waitFor();
      await picture(page, 'engine');

      await shop.shopRows(
        `UPDATE driver_delivery SET "submissionKey" = substr("submissionKey", 6) WHERE id = $1`,
        [id],
      );
      await row.getByRole('button', { name: 'Resend' }).click();
      await page.getByText('No rejected events.').waitFor();
      await shop.administrator.deliveryIn(order.id, 'ASSIGNED');
      await dashboard.leave(page);
    });
  });
}
