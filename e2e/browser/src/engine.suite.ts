import { SELLERS } from '@driver-dispatch/dev-server';
import { picture } from './testing/dashboard';
import type { UnderTest } from './testing/use-world';

/** What operators see of the engine. */
export function engine(test: () => UnderTest): void {
  describe('the engine in the dashboard', () => {
    const DRIVER = 'engine-suite';
    const { point } = SELLERS[0]!.store;

    it('tells how it does, and has what the shop has refused told again', async () => {
      const { shop, dashboard } = test();
      const page = await dashboard.page('driver-dispatch-engine');
      await page.getByText('None: this shop was told of everything.').waitFor();

      const order = await shop.buyFrom();
      const { id } = await shop.administrator.deliveryIn(order.id, 'PENDING');
      // As if the shop had lost the delivery for a while.
      await shop.tamper(
        `UPDATE driver_delivery SET "submissionKey" = 'lost-' || "submissionKey" WHERE id = $1`,
        [id],
      );
      await shop.driverAt(DRIVER, point);
      const row = page.getByRole('row', { name: /Assigned to a driver.*No delivery has the submission key/ });
      await row.waitFor();
      await page.getByText('The shop has refused events').first().waitFor();
      await picture(page, 'engine');

      await shop.tamper(
        `UPDATE driver_delivery SET "submissionKey" = substr("submissionKey", 6) WHERE id = $1`,
        [id],
      );
      await row.getByRole('button', { name: 'Tell again' }).click();
      await page.getByText('None: this shop was told of everything.').waitFor();
      await shop.administrator.deliveryIn(order.id, 'ASSIGNED');
      await dashboard.leave(page);
    });
  });
}
