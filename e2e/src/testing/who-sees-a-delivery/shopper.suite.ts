import { GraphqlClient } from '@driver-dispatch/dev-server';
import { TransactionalConnection } from '@vendure/core';
import { eventually } from '../eventually';
import type { MarketplaceUnderTest } from '../marketplace-under-test';
import { BAKERY, errandTo, untilDeliveriesAre } from '../orders';
import type { SplitOrder } from './split-order';

/** What a shopper sees of the own order, and whoever has its tracking code. */
export function shoppers(placed: () => SplitOrder): void {
  describe('in the Shop API', () => {
    let marketplace: MarketplaceUnderTest;
    beforeAll(() => {
      ({ marketplace } = placed());
    });

    const ORDER = /* GraphQL */ `
      query Mine($code: String!) {
        orderByCode(code: $code) {
          delivery {
            id
          }
          deliveries {
            state
            driverName
            vehicle
          }
        }
      }
    `;
    const shop = () => new GraphqlClient(`http://127.0.0.1:${marketplace.port}/shop-api`);

    it("the shopper sees the deliveries of the own order, with the driver's first name only", async () => {
      await marketplace.driverAt('one', BAKERY.store.point, 'Ada Lovelace');
      const errand = errandTo([BAKERY]);
      const session = shop();
      const order = await marketplace.shopper.buy(errand, session);
      await untilDeliveriesAre(marketplace, order, 'ASSIGNED');
      const { orderByCode } = await session.request<any>(ORDER, { code: order.code });
      expect(orderByCode).toEqual({
        delivery: null,
        deliveries: [{ state: 'ASSIGNED', driverName: 'Ada', vehicle: 'bicycle' }],
      });
      await marketplace.offTheRoad('one');
    });

    it('nobody else sees them, once the time is over in which Vendure shows a guest the order by its code', async () => {
      await marketplace.driverAt('two', BAKERY.store.point);
      const placedOrder = await marketplace.shopper.buy(errandTo([BAKERY]));
      await untilDeliveriesAre(marketplace, placedOrder, 'ASSIGNED');
      await marketplace.offTheRoad('two');
      const { code, id } = placedOrder;
      await marketplace.server.app
        .get(TransactionalConnection)
        .rawConnection.query(
          `UPDATE "order" SET "orderPlacedAt" = "orderPlacedAt" - interval '3 hours' WHERE code = $1`,
          [code],
        );
      await expect(shop().request(ORDER, { code })).rejects.toThrow(/not currently authorized/);
      const byId = `query ($id: ID!) { order(id: $id) { deliveries { state } } }`;
      const { order } = await shop().request<any>(byId, { id });
      expect(order).toBeNull();
    });

    it('whoever has the tracking code follows the goods, from pick-up to drop-off', async () => {
      const here = { lat: 52.52, lon: 13.4 };
      await marketplace.driverAt('courier', BAKERY.store.point, 'Grace Hopper');
      const session = shop();
      const order = await marketplace.shopper.buy(errandTo([BAKERY]), session);
      const [{ delivery }] = await untilDeliveriesAre(marketplace, order, 'ASSIGNED');
      const mine = `{ orderByCode(code: "${order.code}") { deliveries { trackingCode tracking { state } } } }`;
      const { deliveries } = (await session.request<any>(mine)).orderByCode;
      expect(deliveries).toEqual([
        { trackingCode: expect.stringMatching(/^[\w-]{22}$/), tracking: { state: 'ASSIGNED' } },
      ]);
      const guest = shop();
      const track = async () =>
        (
          await guest.request<any>(
            `query Track($code: String!) {
              trackDriverDelivery(code: $code) {
                state storeName driverName vehicle expectedAt
                position { point { lat lon } at }
                proof { kind receivedBy imageUrl }
              }
            }`,
            { code: deliveries[0].trackingCode },
          )
        ).trackDriverDelivery;
      const driverId = 'courier';
      const seen = (secondsAgo: number) =>
        marketplace.drivers.reportLocation({
          driverId, point: here,
          recordedAt: new Date(Date.now() - secondsAgo * 1000).toISOString(),
        });

      await seen(90);
      expect(await track()).toEqual({
        state: 'ASSIGNED', storeName: BAKERY.store.name, driverName: 'Grace', vehicle: 'bicycle',
        expectedAt: expect.any(String), position: null, proof: null,
      });
      const deliveryId = delivery.engineDeliveryId;
      await marketplace.drivers.pickUp({ deliveryId, driverId });
      await untilDeliveriesAre(marketplace, order, 'PICKED_UP');
      // A minute and a half old: too old to be shown.
      expect((await track()).position).toBeNull();
      await seen(1);
      const { position } = await eventually(track, (tracked) => tracked.position !== null);
      expect(position.point).toEqual(here);
      expect(Date.now() - Date.parse(position.at)).toBeLessThan(60_000);

      const proof = { kind: 'signature' as const, signedBy: 'Mara' };
      await marketplace.drivers.complete({ deliveryId, driverId, proof });
      await untilDeliveriesAre(marketplace, order, 'DELIVERED');
      expect(await track()).toMatchObject({
        state: 'DELIVERED', position: null, expectedAt: null,
        proof: { kind: 'signature', receivedBy: 'Mara', imageUrl: null },
      });
      await marketplace.offTheRoad('courier');

      const { rawConnection } = marketplace.server.app.get(TransactionalConnection);
      await rawConnection.query(
        `UPDATE driver_delivery SET "updatedAt" = now() - interval '15 days' WHERE "engineDeliveryId" = $1`,
        [deliveryId],
      );
      expect(await track()).toBeNull();
      expect(
        (await guest.request<any>(`{ trackDriverDelivery(code: "x") { state } }`)).trackDriverDelivery,
      ).toBeNull();
    });

    it.each(['track/code', 'storefront/', 'storefront/index.html'])(
      'the page %s has a content security policy',
      async (path) => {
        const { headers } = await fetch(`http://127.0.0.1:${marketplace.port}/${path}`);
        expect(headers.get('content-type')).toMatch(/html/);
        expect(headers.get('content-security-policy')).toMatch(/script-src 'self'/);
      },
    );

    it('there is nothing by which a tracking code leads to its order', async () => {
      for (const field of ['id', 'orderCode', 'order { id }', 'trackingCode']) {
        const query = `{ trackDriverDelivery(code: "x") { ${field} } }`;
        await expect(shop().request(query)).rejects.toThrow(/Cannot query field/);
      }
    });

    it('there is no phone number of the driver, no proof and no engine id to ask for', async () => {
      for (const field of ['driverPhone', 'proof', 'engineDeliveryId', 'problem']) {
        const query = `{ orderByCode(code: "x") { deliveries { ${field} } } }`;
        await expect(shop().request(query)).rejects.toThrow(/Cannot query field/);
      }
    });
  });
}
