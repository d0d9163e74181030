import { GraphqlClient, type PlacedOrder } from '@driver-dispatch/dev-server';
import { administratorOf, type PermissionsByChannel } from './testing/administrators';
import { DELIVERIES, DELIVERY, RETRY, SELLER_ORDERS, SET_DROPOFF } from './testing/admin-documents';
import { MarketplaceUnderTest } from './testing/marketplace-under-test';
import { BAKERY, BOOKSHOP, errandTo, untilDeliveriesAre } from './testing/orders';

jest.setTimeout(60_000);

describe('who sees a delivery', () => {
  let marketplace: MarketplaceUnderTest;
  let order: PlacedOrder;
  let ofBakery: string;
  let ofBookshop: string;

  beforeAll(async () => {
    marketplace = await MarketplaceUnderTest.start('in-process');
    order = await marketplace.shopper.buy(errandTo([BAKERY, BOOKSHOP]));
    const orders = await untilDeliveriesAre(marketplace, order, 'PENDING');
    const deliveryIn = (channel: string) =>
      orders.find(({ channels }) => channels.some(({ code }: { code: string }) => code === channel)).delivery
        .id;
    ofBakery = deliveryIn('backstube');
    ofBookshop = deliveryIn('buchladen');
  }, 90_000);

  afterAll(async () => {
    await marketplace?.stop();
  }, 30_000);

  const as = <T>(channel: string, permissions: string[], work: () => Promise<T>) =>
    asOneOf({ [channel]: permissions }, work);

  /** Works as an administrator, in the first of the channels, then goes back to being the superadministrator. */
  async function asOneOf<T>(roles: PermissionsByChannel, work: () => Promise<T>): Promise<T> {
    const { admin } = marketplace;
    const { emailAddress, password, channelToken } = await administratorOf(marketplace, roles);
    await admin.asUserWithCredentials(emailAddress, password);
    admin.setChannelToken(channelToken);
    try {
      return await work();
    } finally {
      admin.setChannelToken('');
      await admin.asSuperAdmin();
    }
  }

  const READ = ['ReadOrder', 'ReadDriverDelivery'];

  it('the marketplace sees the deliveries of all sellers', async () => {
    const { driverDeliveries } = await marketplace.admin.query(DELIVERIES);
    expect(driverDeliveries.items.map(({ id }: { id: string }) => id).sort()).toEqual(
      [ofBakery, ofBookshop].sort(),
    );
    const filtered = await marketplace.admin.query(DELIVERIES, {
      options: { filter: { state: { eq: 'ASSIGNED' } } },
    });
    expect(filtered.driverDeliveries.totalItems).toBe(0);
  });

  it.each([
    ['backstube', () => [ofBakery, ofBookshop]],
    ['buchladen', () => [ofBookshop, ofBakery]],
  ] as const)("an administrator of %s sees that seller's and no other's", async (channel, ids) => {
    const [own, foreign] = ids();
    await as(channel, READ, async () => {
      const { driverDeliveries } = await marketplace.admin.query(DELIVERIES);
      expect(driverDeliveries.items.map(({ id }: { id: string }) => id)).toEqual([own]);
      expect((await marketplace.admin.query(DELIVERY, { id: own })).driverDelivery.id).toBe(own);
      expect((await marketplace.admin.query(DELIVERY, { id: foreign })).driverDelivery).toBeNull();
    });
  });

  it("an administrator of a seller gets that seller's deliveries going, and no other's", async () => {
    await as('backstube', [...READ, 'UpdateDriverDelivery'], async () => {
      const { retryDriverDelivery } = await marketplace.admin.query(RETRY, { id: ofBakery });
      expect(retryDriverDelivery.id).toBe(ofBakery);
      await expect(marketplace.admin.query(RETRY, { id: ofBookshop })).rejects.toThrow(/No DriverDelivery/);
      await expect(
        marketplace.admin.query(SET_DROPOFF, { id: ofBookshop, point: { lat: 1, lon: 1 } }),
      ).rejects.toThrow(/No DriverDelivery/);
    });
  });

  it('an administrator without the permission sees and changes nothing', async () => {
    await as('backstube', ['ReadOrder'], async () => {
      await expect(marketplace.admin.query(DELIVERIES)).rejects.toThrow(/authorized/);
      await expect(marketplace.admin.query(DELIVERY, { id: ofBakery })).rejects.toThrow(/authorized/);
      await expect(marketplace.admin.query(RETRY, { id: ofBakery })).rejects.toThrow(/authorized/);
    });
    await as('backstube', READ, async () => {
      await expect(marketplace.admin.query(RETRY, { id: ofBakery })).rejects.toThrow(/authorized/);
    });
  });

  describe('with an order', () => {
    const ordinary = '__default_channel__';

    /** What the split order shows: the deliveries below itself, and those of its seller orders. */
    async function shown() {
      const { order: parent } = await marketplace.admin.query(SELLER_ORDERS, { id: order.id });
      return {
        all: parent.deliveries.map(({ id }: { id: string }) => id).sort(),
        own: parent.sellerOrders
          .map(({ delivery }: { delivery: { id: string } | null }) => delivery?.id)
          .filter(Boolean)
          .sort(),
      };
    }

    it('nobody sees its deliveries by the permission to read orders alone', async () => {
      await as(ordinary, ['ReadOrder'], async () => expect(await shown()).toEqual({ all: [], own: [] }));
    });

    it("somebody of one seller sees that seller's delivery only", async () => {
      await asOneOf({ [ordinary]: ['ReadOrder'], backstube: READ }, async () =>
        expect(await shown()).toEqual({ all: [ofBakery], own: [ofBakery] }),
      );
    });

    it('somebody who reads the deliveries of the marketplace sees them all', async () => {
      const both = [ofBakery, ofBookshop].sort();
      await as(ordinary, READ, async () => expect(await shown()).toEqual({ all: both, own: both }));
    });

    it('nobody gets from a delivery to an order without the permission to read orders', async () => {
      await as('backstube', ['ReadDriverDelivery'], async () => {
        const { driverDelivery } = await marketplace.admin.query(DELIVERY, { id: ofBakery });
        expect(driverDelivery).toEqual({ id: ofBakery, order: null });
      });
    });
  });

  it('a drop-off that the engine has been told stands', async () => {
    await expect(
      marketplace.admin.query(SET_DROPOFF, { id: ofBakery, point: { lat: 52.5, lon: 13.4 } }),
    ).rejects.toThrow(/stands/);
  });

  describe('in the Shop API', () => {
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
      // Two drivers for the orders that wait already, one for the shopper's.
      for (const id of ['one', 'two', 'three']) {
        await marketplace.driverAt(id, BAKERY.store.point, 'Ada Lovelace');
      }
      const errand = errandTo([BAKERY]);
      const session = shop();
      const order = await marketplace.shopper.buy(errand, session);
      await untilDeliveriesAre(marketplace, order, 'ASSIGNED');
      const { orderByCode } = await session.request<any>(ORDER, { code: order.code });
      expect(orderByCode).toEqual({
        delivery: null,
        deliveries: [{ state: 'ASSIGNED', driverName: 'Ada', vehicle: 'bicycle' }],
      });
    });

    it('there is no phone number of the driver, no proof and no engine id to ask for', async () => {
      for (const field of ['driverPhone', 'proof', 'engineDeliveryId', 'problem']) {
        const query = `{ orderByCode(code: "x") { deliveries { ${field} } } }`;
        await expect(shop().request(query)).rejects.toThrow(/Cannot query field/);
      }
    });
  });
});
