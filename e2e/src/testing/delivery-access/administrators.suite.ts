import type { PlacedOrder } from '@driver-dispatch/dev-server';
import { DELIVERIES, DELIVERY, ORDER, RETRY } from '../documents';
import type { MarketplaceUnderTest } from '../marketplace-under-test';
import { READ, AccessTestSetup } from './access-test-setup';

/** Deliveries that an administrator may read and retry. */
export function administrators(setup: () => AccessTestSetup): void {
  describe('deliveries in the Admin API', () => {
    let marketplace: MarketplaceUnderTest;
    let order: PlacedOrder;
    let ofBakery: string;
    let ofBookshop: string;
    let as: AccessTestSetup['as'];
    let asOneOf: AccessTestSetup['asOneOf'];
    const pending = AccessTestSetup.usePendingOrder(setup);
    beforeAll(() => {
      ({ marketplace, as, asOneOf } = setup());
      ({ order, ofBakery, ofBookshop } = pending);
    });

    /** Excludes the deliveries of other suites. */
    const PENDING = { state: { eq: 'PENDING' } };
    const listed = async (): Promise<string[]> => {
      const options = { filter: PENDING };
      const { driverDeliveries } = await marketplace.admin.query(DELIVERIES, { options });
      return driverDeliveries.items.map(({ id }: { id: string }) => id).sort();
    };

    it('shows the deliveries of all sellers to the marketplace', async () => {
      expect(await listed()).toEqual([ofBakery, ofBookshop].sort());
      const filtered = await marketplace.admin.query(DELIVERIES, {
        options: { filter: { state: { eq: 'ASSIGNED' } } },
      });
      expect(filtered.driverDeliveries.totalItems).toBe(0);
    });

    it('filters, sorts and pages deliveries', async () => {
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
      await expect(read({ filter: { canBeMarkedReady: { eq: true } } })).rejects.toThrow();
    });

    it.each([
      ['backstube', () => [ofBakery, ofBookshop]],
      ['buchladen', () => [ofBookshop, ofBakery]],
    ] as const)('shows an administrator of %s only the deliveries of that seller', async (channel, ids) => {
      const [own, foreign] = ids();
      await as(channel, READ, async () => {
        expect(await listed()).toEqual([own]);
        expect((await marketplace.admin.query(DELIVERY, { id: own })).driverDelivery.id).toBe(own);
        expect((await marketplace.admin.query(DELIVERY, { id: foreign })).driverDelivery).toBeNull();
      });
    });

    it('lets an administrator of a seller retry a delivery of that seller', async () => {
      await as('backstube', [...READ, 'WriteDriverDelivery'], async () => {
        const { retryDriverDelivery } = await marketplace.admin.query(RETRY, { id: ofBakery });
        expect(retryDriverDelivery.id).toBe(ofBakery);
      });
    });

    describe('deliveries of an order', () => {
      const defaultChannel = '__default_channel__';

      /** Returns the deliveries that are shown for the aggregate order, and for its seller orders. */
      async function shown() {
        const { order: parent } = await marketplace.admin.query(ORDER, { id: order.id });
        return {
          all: parent.deliveries.map(({ id }: { id: string }) => id).sort(),
          own: parent.sellerOrders
            .map(({ delivery }: { delivery: { id: string } | null }) => delivery?.id)
            .filter(Boolean)
            .sort(),
        };
      }

      it('are hidden with only the permission to read orders', async () => {
        await as(defaultChannel, ['ReadOrder'], async () =>
          expect(await shown()).toEqual({ all: [], own: [] }),
        );
      });

      it('are limited to those of the seller for an administrator of a seller', async () => {
        await asOneOf({ [defaultChannel]: ['ReadOrder'], backstube: READ }, async () =>
          expect(await shown()).toEqual({ all: [ofBakery], own: [ofBakery] }),
        );
      });

      it('are all shown with the permission to read deliveries of the marketplace', async () => {
        const both = [ofBakery, ofBookshop].sort();
        await as(defaultChannel, READ, async () => expect(await shown()).toEqual({ all: both, own: both }));
      });

      it('do not show their order without the permission to read orders', async () => {
        await as('backstube', ['ReadDriverDelivery'], async () => {
          const { driverDelivery } = await marketplace.admin.query(DELIVERY, { id: ofBakery });
          expect(driverDelivery).toMatchObject({ id: ofBakery, order: null });
        });
      });
    });
  });
}
