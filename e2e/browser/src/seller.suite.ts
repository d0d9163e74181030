import { SELLERS, sellerLogin } from '@driver-dispatch/dev-server';
import type { DeliveryInShop, Login } from './testing/administrator';
import { picture, type Dashboard } from './testing/dashboard';
import type { UnderTest } from './testing/use-world';

const [BAKERY, BOOKSHOP] = SELLERS;

export function seller(test: () => UnderTest): void {
  describe('administrator of a seller', () => {
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

    it('sees only the deliveries and drivers of the own channel', async () => {
      const permissions = [
        'ReadDriverDelivery',
        'WriteDriverDelivery',
        'ReadDriver',
        'UpdateDriver',
        'ReadOrder',
      ];
      const dashboard = await loggedIn(permissions);
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
      await list.getByText('No rejected events.').waitFor();
      expect(await list.getByText('Webhook endpoint').count()).toBe(0);
      await picture(list, 'seller-engine');
      await dashboard.leave(list);
    });

    it('cannot open the delivery or driver of another seller by URL', async () => {
      const dashboard = await loggedIn(['ReadDriverDelivery', 'ReadDriver', 'ReadOrder']);
      const page = await dashboard.page(`driver-deliveries/${others.id}`);
      await page.getByText('Delivery not found in this channel').waitFor();
      expect(await page.getByText(others.orderCode).count()).toBe(0);
      await picture(page, 'seller-other-delivery');

      await page.goto(dashboard.addressOf('drivers/others-driver'));
      await page.getByText(/others-driver was not found/).waitFor();
      expect(await page.getByText('Otto Other').count()).toBe(0);

      await page.goto(dashboard.addressOf(`driver-deliveries/${own.id}`));
      await page.getByText('Sent to dispatch').waitFor();
      // Read permission shows no actions.
      expect(await page.getByRole('button', { name: 'Actions' }).count()).toBe(0);
      await dashboard.leave(page);
    });

    it('works with the ready-made role, and sees that drivers of the platform deliver, too', async () => {
      const { shop } = test();
      await shop.register('platform-driver', 'Petra Platform');
      await shop.drivers.setStatus({
        driverId: 'platform-driver',
        status: 'AVAILABLE',
        point: { lat: 48.1, lon: 11.6 },
      });
      const dashboard = await loggedInAs(sellerLogin(BAKERY!));
      const page = await dashboard.page('driver-deliveries');
      await page.getByRole('row').filter({ hasText: own.orderCode }).waitFor();
      expect(await page.getByText(others.orderCode).count()).toBe(0);

      await page.goto(dashboard.addressOf('drivers?perPage=100'));
      await page.getByText(/Drivers of the marketplace also deliver for you: 1 available, 0 busy/).waitFor();
      await page.getByRole('row', { name: /Olga Own/ }).waitFor();
      expect(await page.getByText('Petra Platform').count()).toBe(0);
      await picture(page, 'seller-platform-drivers');
      await page.goto(dashboard.addressOf('driver-dispatch-engine'));
      await page.getByText(/1 available, 0 busy/).waitFor();

      await page.goto(dashboard.addressOf('stock-locations'));
      await page.getByText(BAKERY!.store.name, { exact: true }).click();
      await page.getByTestId('store-pause').getByRole('button', { name: 'Pause for 30 min' }).click();
      await page.getByTestId('store-pause').getByRole('button', { name: 'Resume' }).click();
      await page.getByText('Not paused').waitFor();
      await dashboard.leave(page);
    });

    it('sees no dispatch pages without permissions', async () => {
      const dashboard = await loggedIn(['ReadOrder']);
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
        await page.getByText('You do not have permission to view this page').waitFor();
        expect(await page.getByRole('table').count()).toBe(0);
      }
      await picture(page, 'seller-without-permission');
      await dashboard.leave(page);
    });

    /** Creates an administrator with permissions in the channel of the bakery and logs in. */
    async function loggedIn(permissions: readonly string[]): Promise<Dashboard> {
      const { shop } = test();
      const login = await shop.administrator.createAdministrator(BAKERY!.code, [
        'Authenticated',
        ...permissions,
      ]);
      return loggedInAs(login);
    }

    /** The first login uses the form, which also selects the channel. Later logins keep the channel. */
    async function loggedInAs(login: Login): Promise<Dashboard> {
      if (opened) {
        await opened.logIn(login);
      } else {
        opened = await test().dashboard.of(login);
      }
      return opened;
    }
  });
}
