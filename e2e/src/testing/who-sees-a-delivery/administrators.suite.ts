import type { PlacedOrder } from '@driver-dispatch/dev-server';
import { DELIVERIES, DELIVERY, RETRY, SELLER_ORDERS, SET_DROPOFF } from '../admin-documents';
import type { MarketplaceUnderTest } from '../marketplace-under-test';
import { READ, SplitOrder } from './split-order';

/** Whose deliveries an administrator reads and gets going. */
export function administrators(placed: () => SplitOrder): void {
  describe('in the Admin API', () => {
    let marketplace: MarketplaceUnderTest;
    let order: PlacedOrder;
    let ofBakery: string;
    let ofBookshop: string;
    let as: SplitOrder['as'];
    let asOneOf: SplitOrder['asOneOf'];
    const waiting = SplitOrder.useWaiting(placed);
    beforeAll(() => {
      ({ marketplace, as, asOneOf } = placed());
      ({ order, ofBakery, ofBookshop } = waiting);
    });

    /** What other suites' orders have come to is not looked at. */
    const PENDING = { state: { eq: 'PENDING' } };
    const listed = async (): Promise<string[]> => {
      const options = { filter: PENDING };
      const { driverDeliveries } = await marketplace.admin.query(DELIVERIES, { options });
      return driverDeliveries.items.map(({ id }: { id: string }) => id).sort();
    };

    it('the marketplace sees the deliveries of all sellers', async () => {
      expect(await listed()).toEqual([ofBakery, ofBookshop].sort());
      const filtered = await marketplace.admin.query(DELIVERIES, {
        options: { filter: { state: { eq: 'ASSIGNED' } } },
      });
      expect(filtered.driverDeliveries.totalItems).toBe(0);
    });

    it('deliveries are filtered, sorted, and read page by page', async () => {
      const read = async (options: object): Promise<{ totalItems: number; codes: string[] }> => {
        const { driverDeliveries } = await marketplace.admin.query(DELIVERIES, { options });
        const codes = driverDeliveries.items.map(({ orderCode }: { orderCode: string }) => orderCode);
        return { totalItems: driverDeliveries.totalItems, codes };
      };
      const { codes } = await read({ filter: PENDING, sort: { orderCode: 'ASC' } });
      expect(codes).toEqual([...codes].sort());
      const page = (skip: number) => read({ filter: PENDING, sort: { orderCode: 'DESC' }, take: 1, skip });
      expect(await page(0)).toEqual({ totalItems: 2, codes: [codes[1]] });
      expect(await page(1)).toEqual({ totalItems: 2, codes: [codes[0]] });
      const either = { _or: [{ orderCode: { eq: codes[0] } }, { driverName: { contains: 'nobody' } }] };
      expect(await read({ filter: either })).toEqual({ totalItems: 1, codes: [codes[0]] });
      await expect(read({ filter: { mayBeMarkedReady: { eq: true } } })).rejects.toThrow();
    });

    it.each([
      ['backstube', () => [ofBakery, ofBookshop]],
      ['buchladen', () => [ofBookshop, ofBakery]],
    ] as const)("an administrator of %s sees that seller's and no other's", async (channel, ids) => {
      const [own, foreign] = ids();
      await as(channel, READ, async () => {
        expect(await listed()).toEqual([own]);
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
  });
}
