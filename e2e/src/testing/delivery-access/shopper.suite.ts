import { GraphqlClient } from '@driver-dispatch/dev-server';
import { eventually } from '@driver-dispatch/local-servers';
import { TransactionalConnection } from '@vendure/core';
import type { MarketplaceUnderTest } from '../marketplace-under-test';
import { BAKERY, guestOrderFrom, untilDeliveriesAre } from '../orders';
import type { AccessTestSetup } from './access-test-setup';

/** Deliveries for the shopper of the order, and for users with the tracking code. */
export function shoppers(setup: () => AccessTestSetup): void {
  describe('deliveries in the Shop API', () => {
    let marketplace: MarketplaceUnderTest;
    beforeAll(() => {
      ({ marketplace } = setup());
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

    it("shows a shopper the deliveries of the own order with the driver's first name only", async () => {
      await marketplace.startShift('one', BAKERY.store.point, 'Ada Lovelace');
      const guestOrder = guestOrderFrom([BAKERY]);
      const session = shop();
      const order = await marketplace.shopper.buy(guestOrder, session);
      await untilDeliveriesAre(marketplace, order, 'ASSIGNED');
      const { orderByCode } = await session.request<any>(ORDER, { code: order.code });
      expect(orderByCode).toEqual({
        delivery: null,
        deliveries: [{ state: 'ASSIGNED', driverName: 'Ada', vehicle: 'BICYCLE' }],
      });
      await marketplace.endShifts('one');
    });

    it('hides them after the time in which Vendure shows guests an order by its code', async () => {
      await marketplace.startShift('two', BAKERY.store.point);
      const placedOrder = await marketplace.shopper.buy(guestOrderFrom([BAKERY]));
      await untilDeliveriesAre(marketplace, placedOrder, 'ASSIGNED');
      await marketplace.endShifts('two');
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

    it('tracks the driver with the tracking code from pickup to drop-off', async () => {
      const here = { lat: 52.52, lon: 13.4 };
      await marketplace.startShift('grace', BAKERY.store.point, 'Grace Hopper');
      const session = shop();
      const order = await marketplace.shopper.buy(guestOrderFrom([BAKERY]), session);
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
                state storeName storePhone driverName vehicle eta
                storePoint { lat lon }
                dropoffPoint { lat lon }
                items { name quantity }
                location { point { lat lon } at }
                proof { kind receivedBy imageUrl }
              }
            }`,
            { code: deliveries[0].trackingCode },
          )
        ).trackDriverDelivery;
      const driverId = 'grace';
      const reportLocation = (secondsAgo: number) =>
        marketplace.drivers.reportLocation({
          driverId,
          point: here,
          recordedAt: new Date(Date.now() - secondsAgo * 1000).toISOString(),
        });

      await reportLocation(90);
      expect(await track()).toEqual({
        state: 'ASSIGNED',
        storeName: BAKERY.store.name,
        storePhone: BAKERY.store.phone,
        storePoint: BAKERY.store.point,
        dropoffPoint: { lat: expect.any(Number), lon: expect.any(Number) },
        items: [{ name: 'Rye Bread, 500 g', quantity: 1 }],
        driverName: 'Grace',
        vehicle: 'BICYCLE',
        eta: expect.any(String),
        location: null,
        proof: null,
      });
      const deliveryId = delivery.engineDeliveryId;
      await marketplace.drivers.pickUp({ deliveryId, driverId });
      await untilDeliveriesAre(marketplace, order, 'PICKED_UP');
      // The location is 90 seconds old, and too old to be shown.
      expect((await track()).location).toBeNull();
      await reportLocation(1);
      const { location } = await eventually(track, (tracked) => tracked.location !== null);
      expect(location.point).toEqual(here);
      expect(Date.now() - Date.parse(location.at)).toBeLessThan(60_000);

      const proof = { kind: 'signature' as const, signedBy: 'Mara' };
      await marketplace.drivers.complete({ deliveryId, driverId, proof });
      await untilDeliveriesAre(marketplace, order, 'DELIVERED');
      expect(await track()).toMatchObject({
        state: 'DELIVERED',
        location: null,
        dropoffPoint: null,
        eta: null,
        proof: { kind: 'signature', receivedBy: 'Mara', imageUrl: null },
      });
      await marketplace.endShifts('grace');

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
      'sends a content security policy with %s',
      async (path) => {
        const { headers } = await fetch(`http://127.0.0.1:${marketplace.port}/${path}`);
        expect(headers.get('content-type')).toMatch(/html/);
        expect(headers.get('content-security-policy')).toMatch(/script-src 'self'/);
      },
    );
  });
}
