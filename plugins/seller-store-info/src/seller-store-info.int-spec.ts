import type { PickupAnswer } from '@driver-dispatch/contract';
import {
  ChannelService,
  type Order,
  OrderService,
  RequestContextService,
  StockLocationService,
  StockMovementService,
  TransactionalConnection,
  type InjectableStrategy,
  type OrderProcess,
  type RequestContext,
} from '@vendure/core';
import type { SimpleGraphQLClient } from '@vendure/testing';
import gql from 'graphql-tag';
import { StockLocationPickupStrategy } from './index';
import { checkOut } from './testing/check-out';
import { Marketplace } from './testing/marketplace';
import {
  SELLER_STORES,
  sellerStores,
  stockLocationsNamed,
  STORES_NEAR,
  storesNear,
  UPDATE_STOCK_LOCATION,
} from './testing/store-queries';
import {
  createAdministrator,
  createSeller,
  createStore,
  createVariant,
  type TestSeller,
} from './testing/sellers';

/** What a caller expects of a pickup strategy; the assignment below fails to compile when ours differs. */
interface PickupStrategy extends InjectableStrategy {
  pickupFor(ctx: RequestContext, order: Order): Promise<PickupAnswer>;
}

const ALEXANDERPLATZ = { lat: 52.5219, lon: 13.4132 };
const MITTE = {
  storeLatitude: 52.52,
  storeLongitude: 13.405,
  storeStreet: 'Karl-Liebknecht-Str. 5',
  storeCity: 'Berlin',
  storePostalCode: '10178',
  storeProvince: 'Berlin',
  storeCountryCode: 'DE',
  storePhone: '+49 30 1234567',
  preparationMinutes: 30,
  deliveryRadiusMetres: 3000,
};

const strategy: PickupStrategy = new StockLocationPickupStrategy();
const answersInTransaction = new Map<string, PickupAnswer>();
const askOnPayment: OrderProcess<string> = {
  init: (injector) => strategy.init?.(injector),
  async onTransitionEnd(_from, toState, { ctx, order }) {
    if (toState === 'PaymentSettled') {
      answersInTransaction.set(order.code, await strategy.pickupFor(ctx, order));
    }
  },
};

let marketplace: Marketplace;
let admin: SimpleGraphQLClient;
let annasAdmin: SimpleGraphQLClient;
let shopper: SimpleGraphQLClient;
let anna: TestSeller;
let bruno: TestSeller;
let annasWarehouse: string;
let annasMitte: string;
let annasKreuzberg: string;

beforeAll(async () => {
  marketplace = await Marketplace.open(askOnPayment);
  const founder = marketplace.client('admin-api');
  await founder.asSuperAdmin();
  anna = await createSeller(founder, 'anna');
  bruno = await createSeller(founder, 'bruno');
  const permissions = ['ReadStockLocation', 'CreateStockLocation', 'UpdateStockLocation'];
  await createAdministrator(founder, 'anna@example.com', anna.channelId, permissions);
  await createAdministrator(founder, 'bruno@example.com', bruno.channelId, permissions);
  await createAdministrator(founder, 'clerk@example.com', anna.channelId, ['ReadOrder']);

  // A session keeps the channels it has seen when it began.
  admin = marketplace.client('admin-api');
  await admin.asSuperAdmin();
  annasAdmin = await logIn('anna@example.com', anna);
  annasWarehouse = await createStore(annasAdmin, 'Anna warehouse');
  annasMitte = await createStore(annasAdmin, 'Anna Mitte', MITTE);
  annasKreuzberg = await createStore(annasAdmin, 'Anna Kreuzberg', {
    storeLatitude: 52.499,
    storeLongitude: 13.403,
  });
  const brunosAdmin = await logIn('bruno@example.com', bruno);
  await createStore(brunosAdmin, 'Bruno Mitte', { storeLatitude: 52.5219, storeLongitude: 13.4132 });
  await createStore(brunosAdmin, 'Bruno Hamburg', { storeLatitude: 53.55, storeLongitude: 9.99 });
  shopper = marketplace.client('shop-api');
}, 60_000);

afterAll(() => marketplace?.close());

async function logIn(emailAddress: string, seller: TestSeller): Promise<SimpleGraphQLClient> {
  const client = marketplace.client('admin-api', seller.channelToken);
  await client.asUserWithCredentials(emailAddress, emailAddress);
  return client;
}

describe('the fields of a stock location', () => {
  const update = (id: string, customFields: object) =>
    admin.query(UPDATE_STOCK_LOCATION, { input: { id, customFields } });

  it.each([
    ['a latitude of 91', { storeLatitude: 91, storeLongitude: 13 }, /storeLatitude/],
    ['a longitude of -181', { storeLatitude: 52, storeLongitude: -181 }, /storeLongitude/],
    ['a latitude alone', { storeLatitude: 52 }, /go together/],
    ['a longitude alone', { storeLongitude: 13 }, /go together/],
    ['(0, 0)', { storeLatitude: 0, storeLongitude: 0 }, /not a place/],
    ['a country that is none', { storeCountryCode: 'UK' }, /ISO 3166-1 alpha-2/],
    ['a telephone number that is a novel', { storePhone: '1'.repeat(41) }, /at most 40/],
    ['a preparation of more than a day', { preparationMinutes: 1441 }, /preparationMinutes/],
    ['a delivery radius of 0', { deliveryRadiusMetres: 0 }, /deliveryRadiusMetres/],
  ])('refuse %s, and nothing is created', async (name, customFields, message) => {
    await expect(createStore(admin, name, customFields)).rejects.toThrow(message);
    expect(await stockLocationsNamed(admin, name)).toEqual([]);
  });

  it('refuse an update that leaves half a coordinate, and keep the row', async () => {
    await expect(update(annasMitte, { storeLongitude: null, preparationMinutes: 5 })).rejects.toThrow(
      /go together/,
    );
    const [stockLocation] = await stockLocationsNamed(admin, 'Anna Mitte');
    expect(stockLocation.customFields).toMatchObject({ storeLongitude: 13.405, preparationMinutes: 30 });
  });

  it('take one coordinate where the other is set, and both away together', async () => {
    const id = await createStore(admin, 'Pop-up', { storeLatitude: 52.4, storeLongitude: 13.1 });
    const moved = await update(id, { storeLatitude: 52.41 });
    expect(moved.updateStockLocation.customFields).toMatchObject({
      storeLatitude: 52.41,
      storeLongitude: 13.1,
    });
    const removed = await update(id, { storeLatitude: null, storeLongitude: null });
    expect(removed.updateStockLocation.customFields).toMatchObject({
      storeLatitude: null,
      storeLongitude: null,
    });
    await admin.query(
      gql`
        mutation ($id: ID!) {
          deleteStockLocation(input: { id: $id }) {
            result
          }
        }
      `,
      { id },
    );
  });

  it('explain themselves in the language of the request', async () => {
    const input = { id: annasMitte, customFields: { storeLatitude: null } };
    await expect(admin.query(UPDATE_STOCK_LOCATION, { input }, { languageCode: 'de' })).rejects.toThrow(
      /gehören zusammen/,
    );
  });

  it('are checked where a request mixes mutations, which confuses the validation of Vendure', async () => {
    const mutation = gql`
      mutation ($store: UpdateStockLocationInput!, $settings: UpdateGlobalSettingsInput!) {
        updateStockLocation(input: $store) {
          id
        }
        updateGlobalSettings(input: $settings) {
          __typename
        }
      }
    `;
    const store = { id: annasMitte, customFields: { preparationMinutes: 5000 } };
    await expect(admin.query(mutation, { store, settings: {} })).rejects.toThrow(/from 0 to 1440/);
  });

  it('are checked where code writes them, whose transaction is rolled back', async () => {
    const ctx = await marketplace.app.get(RequestContextService).create({ apiType: 'admin' });
    const connection = marketplace.app.get(TransactionalConnection);
    const locations = marketplace.app.get(StockLocationService);
    const writing = connection.withTransaction(ctx, (tx) =>
      locations.create(tx, { name: 'By code', customFields: { deliveryRadiusMetres: 100_001 } }),
    );
    await expect(writing).rejects.toThrow(/deliveryRadiusMetres/);
    const { items } = await locations.findAll(ctx);
    expect(items.map(({ name }) => name)).not.toContain('By code');
  });
});

describe('sellerStores', () => {
  it('tells a shopper everything about a located store', async () => {
    const { sellerStores: stores } = await shopper.query(SELLER_STORES, { sellerId: anna.id });
    expect(stores[0]).toEqual({
      id: annasMitte,
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
      preparationMinutes: 30,
      deliveryRadiusMetres: 3000,
      distanceMetres: null,
    });
    expect(stores[1]).toMatchObject({
      name: 'Anna Kreuzberg',
      preparationMinutes: 12,
      deliveryRadiusMetres: null,
    });
  });

  it('shows a shopper on the default channel every seller, without what has no coordinates', async () => {
    expect(await sellerStores(shopper, anna.id)).toEqual(['Anna Mitte', 'Anna Kreuzberg']);
    expect(await sellerStores(shopper, bruno.id)).toEqual(['Bruno Mitte', 'Bruno Hamburg']);
  });

  it("shows a shopper on a seller's channel that seller only", async () => {
    const atAnnas = marketplace.client('shop-api', anna.channelToken);
    expect(await sellerStores(atAnnas, anna.id)).toEqual(['Anna Mitte', 'Anna Kreuzberg']);
    expect(await sellerStores(atAnnas, bruno.id)).toEqual([]);
  });

  it('shows the superadmin every seller, and what has no coordinates', async () => {
    expect(await sellerStores(admin, anna.id)).toEqual(['Anna warehouse', 'Anna Mitte', 'Anna Kreuzberg']);
    expect(await sellerStores(admin, bruno.id)).toEqual(['Bruno Mitte', 'Bruno Hamburg']);
  });

  it("gives the default channel's seller what no other seller's channel holds", async () => {
    const { activeChannel } = await shopper.query(gql`
      {
        activeChannel {
          seller {
            id
          }
        }
      }
    `);
    expect(await sellerStores(admin, activeChannel.seller.id)).toEqual(['Default Stock Location']);
  });

  it("shows a seller's administrator own stores only", async () => {
    expect(await sellerStores(annasAdmin, anna.id)).toEqual([
      'Anna warehouse',
      'Anna Mitte',
      'Anna Kreuzberg',
    ]);
    expect(await sellerStores(annasAdmin, bruno.id)).toEqual([]);
    const onDefaultChannel = await logIn('anna@example.com', anna);
    onDefaultChannel.setChannelToken((await defaultChannel()).token);
    await expect(sellerStores(onDefaultChannel, bruno.id)).rejects.toThrow(/not currently authorized/);
  });

  it('is closed to an administrator who may not read stock locations, and to anybody else', async () => {
    const clerk = await logIn('clerk@example.com', anna);
    await expect(sellerStores(clerk, anna.id)).rejects.toThrow(/not currently authorized/);
    const anybody = marketplace.client('admin-api');
    await expect(sellerStores(anybody, anna.id)).rejects.toThrow(/not currently authorized/);
  });
});

describe('storesNear', () => {
  it('sorts every seller by distance within 5 km', async () => {
    const { storesNear: stores } = await shopper.query(STORES_NEAR, { input: { point: ALEXANDERPLATZ } });
    expect(stores).toEqual([
      { name: 'Bruno Mitte', distanceMetres: 0 },
      { name: 'Anna Mitte', distanceMetres: expect.closeTo(593.5, 0) },
      { name: 'Anna Kreuzberg', distanceMetres: expect.closeTo(2638, -1) },
    ]);
  });

  it('keeps to the radius and to the count', async () => {
    expect(await storesNear(shopper, { point: ALEXANDERPLATZ, radiusMetres: 594 })).toHaveLength(2);
    expect(await storesNear(shopper, { point: ALEXANDERPLATZ, radiusMetres: 593 })).toHaveLength(1);
    expect(await storesNear(shopper, { point: ALEXANDERPLATZ, take: 1 })).toEqual(['Bruno Mitte']);
    const hamburg = { lat: 53.5, lon: 10 };
    expect(await storesNear(shopper, { point: hamburg, radiusMetres: 100_000 })).toEqual(['Bruno Hamburg']);
  });

  it('looks across the antimeridian', async () => {
    const brunosAdmin = await logIn('bruno@example.com', bruno);
    await createStore(brunosAdmin, 'Bruno Fiji', { storeLatitude: -16.8, storeLongitude: 179.99 });
    expect(await storesNear(shopper, { point: { lat: -16.8, lon: -179.99 } })).toEqual(['Bruno Fiji']);
  });

  it('shows a seller and their shoppers own stores only', async () => {
    const own = ['Anna Mitte', 'Anna Kreuzberg'];
    const atAnnas = marketplace.client('shop-api', anna.channelToken);
    expect(await storesNear(atAnnas, { point: ALEXANDERPLATZ })).toEqual(own);
    expect(await storesNear(annasAdmin, { point: ALEXANDERPLATZ })).toEqual(own);
    expect(await storesNear(admin, { point: ALEXANDERPLATZ })).toEqual(['Bruno Mitte', ...own]);
  });

  it.each([
    ['a latitude of 181', { point: { lat: 181, lon: 13 } }, /point\.lat/],
    ['(0, 0)', { point: { lat: 0, lon: 0 } }, /not a place/],
    ['a radius of 0', { point: ALEXANDERPLATZ, radiusMetres: 0 }, /radiusMetres.*1 to 100000/],
    ['101 stores', { point: ALEXANDERPLATZ, take: 101 }, /take.*1 to 100/],
  ])('refuses %s', async (_name, input, message) => {
    for (const client of [shopper, admin]) {
      const failing = storesNear(client, input);
      await expect(failing).rejects.toThrow(message);
      await expect(failing).rejects.toMatchObject({
        response: { errors: [{ extensions: { code: 'USER_INPUT_ERROR' } }] },
      });
    }
  });
});

describe('pickupFor', () => {
  it('answers within the transaction of the payment: the store that holds most of the units', async () => {
    const variantId = await createVariant(admin, 'pizza', { [annasWarehouse]: 2, [annasMitte]: 3 });
    const before = Date.now();
    const { code, state } = await checkOut(shopper, { [variantId]: 5 });
    expect(state).toBe('PaymentSettled');
    const answer = answersInTransaction.get(code);
    expect(answer).toEqual({
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
      preparationMinutes: 30,
    });
    const wait = Date.parse(answer?.found ? answer.pickup.readyAt : '') - 30 * 60_000 - before;
    expect(wait).toBeGreaterThanOrEqual(0);
    expect(wait).toBeLessThan(10_000);
  });

  it('adds up the lines of an order, and names the store that has no coordinates', async () => {
    const pasta = await createVariant(admin, 'pasta', { [annasMitte]: 3 });
    const soup = await createVariant(admin, 'soup', { [annasWarehouse]: 2 });
    const bread = await createVariant(admin, 'bread', { [annasWarehouse]: 2 });
    const { code } = await checkOut(shopper, { [pasta]: 3, [soup]: 2, [bread]: 2 });
    const reason = 'Stock location "Anna warehouse" has no coordinates';
    expect(answersInTransaction.get(code)).toEqual({ found: false, reason });
  });

  describe('of an order without allocations', () => {
    const orderOn = async (seller?: TestSeller) => {
      const channels = marketplace.app.get(ChannelService);
      const channelOrToken = seller?.channelToken ?? (await defaultChannel()).token;
      const channel = await channels.getChannelFromToken(channelOrToken);
      const contexts = marketplace.app.get(RequestContextService);
      const sellerCtx = await contexts.create({ apiType: 'admin', channelOrToken: channel });
      const order = await marketplace.app.get(OrderService).create(sellerCtx);
      // The context of the question is the default channel's, as at a shopper's payment.
      return { ctx: await contexts.create({ apiType: 'admin' }), sellerCtx, order };
    };

    it("is the oldest located store of its seller's channel, and once allocated, where its stock is", async () => {
      const { ctx, sellerCtx, order } = await orderOn(anna);
      expect(await strategy.pickupFor(ctx, order)).toMatchObject({ pickup: { name: 'Anna Mitte' } });

      const atAnnas = marketplace.client('admin-api', anna.channelToken);
      await atAnnas.asSuperAdmin();
      atAnnas.setChannelToken(anna.channelToken);
      const variantId = await createVariant(atAnnas, 'salad', { [annasKreuzberg]: 4 });
      await marketplace.app.get(OrderService).addItemToOrder(sellerCtx, order.id, variantId, 4);
      const filled = await marketplace.app.get(OrderService).findOne(sellerCtx, order.id);
      const allocations = await marketplace.app
        .get(StockMovementService)
        .createAllocationsForOrder(sellerCtx, filled!);
      expect(allocations).toHaveLength(1);
      expect(await strategy.pickupFor(ctx, filled!)).toMatchObject({ pickup: { name: 'Anna Kreuzberg' } });
    });

    it("on the default channel is no other seller's store", async () => {
      const { ctx, order } = await orderOn();
      const none = await strategy.pickupFor(ctx, order);
      expect(none).toMatchObject({ found: false, reason: expect.stringMatching(/__default_channel__/) });
      await createStore(admin, 'Platform', { storeLatitude: 48.1, storeLongitude: 11.5 });
      expect(await strategy.pickupFor(ctx, order)).toMatchObject({ pickup: { name: 'Platform' } });
    });

    it('can not be told where the seller has no located store', async () => {
      const founder = marketplace.client('admin-api');
      await founder.asSuperAdmin();
      const carla = await createSeller(founder, 'carla');
      const { ctx, order } = await orderOn(carla);
      const answer = await strategy.pickupFor(ctx, order);
      expect(answer).toMatchObject({ found: false, reason: expect.stringMatching(/channel "carla"/) });
    });
  });
});

function defaultChannel() {
  return marketplace.app.get(ChannelService).getDefaultChannel();
}
