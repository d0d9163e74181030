import type { PickupResult } from '@driver-dispatch/contract';
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
import { NominatimGeocodingStrategy } from '../configuration/nominatim-geocoding-strategy';
import { JsonServer } from './json-server';
import { Marketplace } from './marketplace';
import { createAdministrator, createSeller, createStore, type TestSeller } from './sellers';

/** The expected interface of a pickup strategy. Compilation fails if the plugin's strategy does not implement it. */
interface PickupStrategy extends InjectableStrategy {
  pickupFor(ctx: RequestContext, order: Order): Promise<PickupResult>;
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

/** Two sellers with stores in Berlin and elsewhere, and clients of their users. */
export interface Shop {
  marketplace: Marketplace;
  /** A superadmin with access to both sellers' channels. */
  admin: SimpleGraphQLClient;
  annasAdmin: SimpleGraphQLClient;
  brunosAdmin: SimpleGraphQLClient;
  shopper: SimpleGraphQLClient;
  anna: TestSeller;
  bruno: TestSeller;
  annasWarehouse: string;
  annaMitteId: string;
  annasKreuzberg: string;
  brunosMitte: string;
  /** The geocoding server. It finds no address unless a test sets its body. */
  nominatim: JsonServer;
  strategy: StockLocationPickupStrategy;
  /** Results of the pickup strategy within the transaction of the payment, by order code. */
  resultsInTransaction: Map<string, PickupResult>;
  /** Returns a superadmin client in the seller's channel. */
  superadminOf(seller: TestSeller): Promise<SimpleGraphQLClient>;
  logIn(emailAddress: string, seller: TestSeller): Promise<SimpleGraphQLClient>;
  defaultChannel(): Promise<Channel>;
}

/** The tiles are never requested. */
export const MAP_TILES = { url: 'https://tiles.example.com/{z}/{x}/{y}.png', maxZoom: 18 };

export async function openShop(): Promise<Shop> {
  const strategy = new StockLocationPickupStrategy();
  const resultsInTransaction = new Map<string, PickupResult>();
  const nominatim = await JsonServer.start();
  const geocodingStrategy = new NominatimGeocodingStrategy({
    application: 'seller-store-info-test',
    contact: 'test@example.com',
    url: nominatim.url,
    requestsPerSecond: 1000,
    // Longer than any test, so that a test that waits for a held response fails by its own timeout.
    timeoutMs: 120_000,
  });
  const marketplace = await Marketplace.open(findPickupOnPayment(strategy, resultsInTransaction), {
    geocodingStrategy,
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

  const superadmin = marketplace.client('admin-api');
  await superadmin.asSuperAdmin();
  const anna = await createSeller(superadmin, 'anna');
  const bruno = await createSeller(superadmin, 'bruno');
  const permissions = ['ReadStockLocation', 'CreateStockLocation', 'UpdateStockLocation'];
  await createAdministrator(superadmin, 'anna@example.com', anna.channelId, permissions);
  await createAdministrator(superadmin, 'bruno@example.com', bruno.channelId, permissions);
  await createAdministrator(superadmin, 'clerk@example.com', anna.channelId, ['ReadOrder']);

  // A new login, because a session only has the channels that existed at its start.
  const admin = marketplace.client('admin-api');
  await admin.asSuperAdmin();
  const annasAdmin = await logIn('anna@example.com', anna);
  const brunosAdmin = await logIn('bruno@example.com', bruno);
  const at = (storeLatitude: number, storeLongitude: number) => ({ storeLatitude, storeLongitude });
  const annasWarehouse = await createStore(annasAdmin, 'Anna warehouse');
  const annaMitteId = await createStore(annasAdmin, 'Anna Mitte', MITTE);
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
    annaMitteId,
    annasKreuzberg,
    brunosMitte,
    nominatim,
    strategy,
    resultsInTransaction,
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

function findPickupOnPayment(
  strategy: PickupStrategy,
  results: Map<string, PickupResult>,
): OrderProcess<string> {
  return {
    init: (injector) => strategy.init?.(injector),
    async onTransitionEnd(_from, toState, { ctx, order }) {
      if (toState === 'PaymentSettled') {
        results.set(order.code, await strategy.pickupFor(ctx, order));
      }
    },
  };
}
