import { ChannelService, OrderService, RequestContextService, StockMovementService } from '@vendure/core';
import type { SimpleGraphQLClient } from '@vendure/testing';
import type { StockLocationPickupStrategy } from '../pickup/stock-location-pickup-strategy';
import { checkOut } from './check-out';
import type { Marketplace } from './marketplace';
import { createSeller, createStore, createVariant, type TestSeller } from './sellers';
import type { Shop } from './shop';
import { UPDATE_STOCK_LOCATION } from './store-queries';

export function pickupSuite(shop: () => Shop): void {
  describe('pickupFor', () => {
    let marketplace: Marketplace;
    let admin: SimpleGraphQLClient;
    let shopper: SimpleGraphQLClient;
    let anna: TestSeller;
    let annasWarehouse: string;
    let annaMitteId: string;
    let annasKreuzberg: string;
    let strategy: StockLocationPickupStrategy;
    let resultsInTransaction: Shop['resultsInTransaction'];
    let defaultChannel: Shop['defaultChannel'];
    beforeAll(() => {
      ({
        marketplace,
        admin,
        shopper,
        anna,
        annasWarehouse,
        annaMitteId,
        annasKreuzberg,
        strategy,
        resultsInTransaction,
        defaultChannel,
      } = shop());
    });

    it('returns the store with most of the units within the transaction of the payment', async () => {
      const variantId = await createVariant(admin, 'pizza', { [annasWarehouse]: 2, [annaMitteId]: 3 });
      const before = Date.now();
      const { code, state } = await checkOut(shopper, { [variantId]: 5 });
      expect(state).toBe('PaymentSettled');
      const result = resultsInTransaction.get(code);
      expect(result).toEqual({
        found: true,
        pickup: {
          name: 'Anna Mitte',
          point: { lat: 52.52, lon: 13.405 },
          address: {
            street: 'Karl-Liebknecht-Str. 5',
            city: 'Berlin',
            postalCode: '10178',
            province: 'Berlin',
            countryCode: 'DE',
          },
          phone: '+49 30 1234567',
          readyAt: expect.any(String),
        },
        placeId: expect.anything(),
      });
      const wait = Date.parse(result?.found ? result.pickup.readyAt : '') - 30 * 60_000 - before;
      expect(wait).toBeGreaterThanOrEqual(0);
      expect(wait).toBeLessThan(10_000);
    });

    it('adds the longest extra preparation time and waits for the opening of the store', async () => {
      const cake = await createVariant(admin, 'cake', { [annaMitteId]: 1 }, { extraPreparationMinutes: 25 });
      const roll = await createVariant(admin, 'roll', { [annaMitteId]: 1 }, { extraPreparationMinutes: 10 });
      const opensAt = Date.now() + 86_400_000;
      const paused = { id: annaMitteId, customFields: { storePausedUntil: new Date(opensAt).toISOString() } };
      await admin.query(UPDATE_STOCK_LOCATION, { input: paused });
      const { code } = await checkOut(shopper, { [cake]: 1, [roll]: 1 });
      await admin.query(UPDATE_STOCK_LOCATION, {
        input: { id: annaMitteId, customFields: { storePausedUntil: null } },
      });
      expect(resultsInTransaction.get(code)).toMatchObject({
        pickup: { readyAt: new Date(opensAt + 55 * 60_000).toISOString() },
      });
    });

    it('prefers the oldest store for equal units', async () => {
      const variantId = await createVariant(admin, 'calzone', { [annasKreuzberg]: 2, [annaMitteId]: 2 });
      const { code } = await checkOut(shopper, { [variantId]: 4 });
      expect(resultsInTransaction.get(code)).toMatchObject({ pickup: { name: 'Anna Mitte' } });
    });

    it('sums the lines of an order and reports a store without coordinates', async () => {
      const pasta = await createVariant(admin, 'pasta', { [annaMitteId]: 3 });
      const soup = await createVariant(admin, 'soup', { [annasWarehouse]: 2 });
      const bread = await createVariant(admin, 'bread', { [annasWarehouse]: 2 });
      const { code } = await checkOut(shopper, { [pasta]: 3, [soup]: 2, [bread]: 2 });
      const problem = { code: 'STORE_NOT_LOCATED', details: { store: 'Anna warehouse' } };
      expect(resultsInTransaction.get(code)).toEqual({ found: false, problem });
    });

    describe('for an order without allocations', () => {
      const orderOn = async (seller?: TestSeller) => {
        const channels = marketplace.app.get(ChannelService);
        const channelOrToken = seller?.channelToken ?? (await defaultChannel()).token;
        const channel = await channels.getChannelFromToken(channelOrToken);
        const contexts = marketplace.app.get(RequestContextService);
        const ctx = await contexts.create({ apiType: 'admin', channelOrToken: channel });
        return { ctx, order: await marketplace.app.get(OrderService).create(ctx) };
      };

      it("returns the oldest located store of the seller's channel, and after allocation the one with the stock", async () => {
        const { ctx, order } = await orderOn(anna);
        expect(await strategy.pickupFor(ctx, order)).toMatchObject({ pickup: { name: 'Anna Mitte' } });

        const atAnnas = marketplace.client('admin-api', anna.channelToken);
        await atAnnas.asSuperAdmin();
        atAnnas.setChannelToken(anna.channelToken);
        const variantId = await createVariant(atAnnas, 'salad', { [annasKreuzberg]: 4 });
        await marketplace.app.get(OrderService).addItemToOrder(ctx, order.id, variantId, 4);
        const filled = await marketplace.app.get(OrderService).findOne(ctx, order.id);
        const allocations = await marketplace.app
          .get(StockMovementService)
          .createAllocationsForOrder(ctx, filled!);
        expect(allocations).toHaveLength(1);
        expect(await strategy.pickupFor(ctx, filled!)).toMatchObject({ pickup: { name: 'Anna Kreuzberg' } });
      });

      it('ignores stores of other sellers in the default channel', async () => {
        const { ctx, order } = await orderOn();
        const none = await strategy.pickupFor(ctx, order);
        expect(none).toMatchObject({
          found: false,
          problem: { code: 'STORE_MISSING', details: { channel: '__default_channel__' } },
        });
        await createStore(admin, 'Platform', { storeLatitude: 48.1, storeLongitude: 11.5 });
        expect(await strategy.pickupFor(ctx, order)).toMatchObject({ pickup: { name: 'Platform' } });
      });

      it('reports a seller without store coordinates', async () => {
        const superadmin = marketplace.client('admin-api');
        await superadmin.asSuperAdmin();
        const carla = await createSeller(superadmin, 'carla');
        const { ctx, order } = await orderOn(carla);
        const result = await strategy.pickupFor(ctx, order);
        expect(result).toMatchObject({
          found: false,
          problem: { code: 'STORE_MISSING', details: { channel: 'carla' } },
        });
      });
    });
  });
}
