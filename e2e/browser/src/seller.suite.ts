import { SELLERS } from '@driver-dispatch/dev-server';
import type { DeliveryInShop } from './testing/administrator';
import { picture, type Dashboard } from './testing/dashboard';
import type { UnderTest } from './testing/use-world';

const [BAKERY, BOOKSHOP] = SELLERS;

/** What administrators of one seller see of dispatch. */
export function seller(test: () => UnderTest): void {
  describe('people of a seller', () => {
    let opened: Dashboard | undefined;
    let own: DeliveryInShop;
    let others: DeliveryInShop;

    beforeEach(async () => {
      const { shop } = test();
      own = await shop.administrator.deliveryIn((await shop.buyFrom(BAKERY)).id, 'PENDING');
      others = await shop.administrator.deliveryIn((await shop.buyFrom(BOOKSHOP)).id, 'PENDING');
      for (const [driverId, name, channelCode] of [
        ['own-driver', 'Olga Own', BAKERY!.code],
        ['others-driver', 'Otto Other', BOOKSHOP!.code],
      ] as const) {
        await shop.register(driverId, name, [await shop.administrator.channelId(channelCode)]);
      }
    });

    it('see the deliveries and drivers of their own channel, and those of no other', async () => {
      const permissions = [
        'ReadDriverDelivery',
        'UpdateDriverDelivery',
        'ReadDriver',
        'UpdateDriver',
        'ReadOrder',
      ];
      const dashboard = await loggedIn('baker', permissions);
      const list = await dashboard.page('driver-deliveries');
      await list.getByRole('row').filter({ hasText: own.orderCode }).waitFor();
      expect(await list.getByText(others.orderCode).count()).toBe(0);
      await list.getByRole('button', { name: /^Waiting for a driver\s*1/ }).waitFor();
      await picture(list, 'seller-deliveries');

      await list.getByRole('link', { name: 'Drivers', exact: true }).waitFor();
      await list.goto(dashboard.addressOf('drivers?perPage=100'));
      await list.getByRole('row', { name: /Olga Own/ }).waitFor();
      expect(await list.getByText('Otto Other').count()).toBe(0);
      await picture(list, 'seller-drivers');

      await list.goto(dashboard.addressOf('driver-map'));
      await list
        .getByRole('complementary')
        .getByRole('button', { name: new RegExp(own.orderCode) })
        .waitFor();
      expect(await list.getByText(others.orderCode).count()).toBe(0);

      await list.goto(dashboard.addressOf('driver-dispatch-engine'));
      await list.getByText('None: this shop was told of everything.').waitFor();
      expect(await list.getByText('Way to this shop').count()).toBe(0);
      await picture(list, 'seller-engine');
      await dashboard.leave(list);
    });

    it("don't see another seller's delivery or driver by its address either", async () => {
      const dashboard = await loggedIn('visitor', ['ReadDriverDelivery', 'ReadDriver', 'ReadOrder']);
      const page = await dashboard.page(`driver-deliveries/${others.id}`);
      await page.getByText('There is no such delivery in this channel').waitFor();
      expect(await page.getByText(others.orderCode).count()).toBe(0);
      await picture(page, 'seller-other-delivery');

      await page.goto(dashboard.addressOf('drivers/others-driver'));
      await page.getByText(/others-driver was not found/).waitFor();
      expect(await page.getByText('Otto Other').count()).toBe(0);

      await page.goto(dashboard.addressOf(`driver-deliveries/${own.id}`));
      await page.getByText('Accepted by the engine').waitFor();
      // To see is not to do.
      expect(await page.getByRole('button', { name: 'Actions' }).count()).toBe(0);
      await dashboard.leave(page);
    });

    it('see nothing of dispatch without the permissions for it', async () => {
      const dashboard = await loggedIn('bookkeeper', ['ReadOrder']);
      const page = await dashboard.page('orders');
      await page.getByRole('heading', { name: 'Orders' }).waitFor();
      expect(await page.getByRole('button', { name: 'Dispatch' }).count()).toBe(0);
      for (const path of [
        'driver-dispatch-engine',
        'driver-deliveries',
        `driver-deliveries/${own.id}`,
        'driver-map',
      ]) {
        await page.goto(dashboard.addressOf(path));
        await page.getByText('Your role does not let you see this page').waitFor();
        expect(await page.getByRole('table').count()).toBe(0);
      }
      await picture(page, 'seller-without-permission');
      await dashboard.leave(page);
    });

    /** The form also chooses the channel, which the browser keeps for whoever logs in after that. */
    async function loggedIn(name: string, permissions: readonly string[]): Promise<Dashboard> {
      const { shop, dashboard } = test();
      const login = await shop.administrator.employ(name, BAKERY!.code, ['Authenticated', ...permissions]);
      if (opened) {
        await opened.logIn(login);
      } else {
        opened = await dashboard.of(login);
      }
      return opened;
    }
  });
}
