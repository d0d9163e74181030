import type { PickupAnswer } from '@driver-dispatch/contract';
import {
  ChannelService,
  type Channel,
  type InjectableStrategy,
  type Order,
  type OrderProcess,
  type RequestContext,
} from '@vendure/core';
import type { SimpleGraphQLClient } from '@vendure/testing';
import { StockLocationPickupStrategy } from '../pickup/stock-location-pickup-strategy';
import { NominatimGeocodingStrategy } from '../geocoding/nominatim-geocoding-strategy';
import { JsonServer } from './json-server';
import { Marketplace } from './marketplace';
import { createAdministrator, createSeller, createStore, type TestSeller } from './sellers';

/** What a caller expects of a pickup strategy; the assignment below fails to compile when ours differs. */
interface PickupStrategy extends InjectableStrategy {
  pickupFor(ctx: RequestContext, order: Order): Promise<PickupAnswer>;
}

export const ALEXANDERPLATZ = { lat: 52.5219, lon: 13.4132 };

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

/** Two sellers with stores in Berlin and beyond, and those who look at them. */
export interface Shop {
  marketplace: Marketplace;
  /** A superadmin who sees both sellers' channels. */
  admin: SimpleGraphQLClient;
  annasAdmin: SimpleGraphQLClient;
  brunosAdmin: SimpleGraphQLClient;
  shopper: SimpleGraphQLClient;
  anna: TestSeller;
  bruno: TestSeller;
  annasWarehouse: string;
  annasMitte: string;
  annasKreuzberg: string;
  brunosMitte: string;
  /** Who is asked where an address is; it knows none unless told. */
  nominatim: JsonServer;
  strategy: StockLocationPickupStrategy;
  /** What the pickup strategy answered within the payment of an order, by the order's code. */
  answersInTransaction: Map<string, PickupAnswer>;
  /** A superadmin who works in the seller's channel. */
  superadminOf(seller: TestSeller): Promise<SimpleGraphQLClient>;
  logIn(emailAddress: string, seller: TestSeller): Promise<SimpleGraphQLClient>;
  defaultChannel(): Promise<Channel>;
}

/** Of no server: nobody asks for a tile here. */
export const MAP_TILES = { url: 'https://tiles.example.com/{z}/{x}/{y}.png', maxZoom: 18 };

export async function openShop(): Promise<Shop> {
  const strategy = new StockLocationPickupStrategy();
  const answersInTransaction = new Map<string, PickupAnswer>();
  const nominatim = await JsonServer.start();
  const geocoding = new NominatimGeocodingStrategy({
    application: 'seller-store-info-test',
    contact: 'test@example.com',
    url: nominatim.url,
    requestsPerSecond: 1000,
    // Longer than any test: who waits for a server that is held is seen to hang.
    timeoutMs: 120_000,
  });
  const marketplace = await Marketplace.open(askOnPayment(strategy, answersInTransaction), {
    geocoding,
    defaultDeliveryRadiusMetres: 20_000,
    orderGeocodingWaitMs: 20_000,
    checkoutGeocodingPerMinute: 1000,
    mapTiles: MAP_TILES,
  });
  const logIn = async (emailAddress: string, seller: TestSeller) => {
    const client = marketplace.client('admin-api', seller.channelToken);
    await client.asUserWithCredentials(emailAddress, emailAddress);
    return client;
  };

  const founder = marketplace.client('admin-api');
  await founder.asSuperAdmin();
  const anna = await createSeller(founder, 'anna');
  const bruno = await createSeller(founder, 'bruno');
  const permissions = ['ReadStockLocation', 'CreateStockLocation', 'UpdateStockLocation'];
  await createAdministrator(founder, 'anna@example.com', anna.channelId, permissions);
  await createAdministrator(founder, 'bruno@example.com', bruno.channelId, permissions);
  await createAdministrator(founder, 'clerk@example.com', anna.channelId, ['ReadOrder']);

  // A session keeps the channels it has seen when it began.
  const admin = marketplace.client('admin-api');
  await admin.asSuperAdmin();
  const annasAdmin = await logIn('anna@example.com', anna);
  const brunosAdmin = await logIn('bruno@example.com', bruno);
  const at = (storeLatitude: number, storeLongitude: number) => ({ storeLatitude, storeLongitude });
  const annasWarehouse = await createStore(annasAdmin, 'Anna warehouse');
  const annasMitte = await createStore(annasAdmin, 'Anna Mitte', MITTE);
  const annasKreuzberg = await createStore(annasAdmin, 'Anna Kreuzberg', at(52.499, 13.403));
  const brunosMitte = await createStore(brunosAdmin, 'Bruno Mitte', at(52.5219, 13.4132));
  await createStore(brunosAdmin, 'Bruno Hamburg', at(53.55, 9.99));
  return {
    marketplace,
    admin,
    annasAdmin,
    brunosAdmin,
    shopper: marketplace.client('shop-api'),
    anna,
    bruno,
    annasWarehouse,
    annasMitte,
    annasKreuzberg,
    brunosMitte,
    nominatim,
    strategy,
    answersInTransaction,
    logIn,
    superadminOf: async ({ channelToken }) => {
      const client = marketplace.client('admin-api', channelToken);
      await client.asSuperAdmin();
      client.setChannelToken(channelToken);
      return client;
    },
    defaultChannel: () => marketplace.app.get(ChannelService).getDefaultChannel(),
  };
}

function askOnPayment(strategy: PickupStrategy, answers: Map<string, PickupAnswer>): OrderProcess<string> {
  return {
    init: (injector) => strategy.init?.(injector),
    async onTransitionEnd(_from, toState, { ctx, order }) {
      if (toState === 'PaymentSettled') {
        answers.set(order.code, await strategy.pickupFor(ctx, order));
      }
    },
  };
}
