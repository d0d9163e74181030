import type { GeocodingPrecision, MapTiles } from '@driver-dispatch/contract';
import type { DistanceStrategy } from './distance/distance-strategy';
import type { GeocodingStrategy } from './geocoding/geocoding-strategy';

export interface SellerStoreInfoOptions {
  /**
   * Minutes a store takes to prepare an order, where its stock location does not say; a whole number from 0
   * to 1440.
   * @default 15
   * @example 25
   */
  defaultPreparationMinutes?: number;
  /**
   * IANA time zone that the opening hours of a store go by, where its stock location does not say.
   * @default 'UTC'
   * @example 'Europe/Berlin'
   */
  defaultTimeZone?: string;
  /**
   * Measures how far it is from a store to a door.
   * @default GreatCircleDistanceStrategy
   * @example new OsrmDistanceStrategy({ url: 'http://osrm:5000' })
   */
  distance?: DistanceStrategy;
  /**
   * How fast a driver gets on, in kilometres an hour, where the distance strategy tells no times; for the promise of
   * a delivery.
   * @default 15
   */
  deliverySpeedKmh?: number;
  /**
   * Metres within which a store delivers, where its stock location does not say.
   * @default no limit
   * @example 5000
   */
  defaultDeliveryRadiusMetres?: number;
  /**
   * Finds the points of addresses: of stores, of orders, and of what shoppers ask about.
   * @default NoGeocodingStrategy, which finds none
   * @example new PostalCodeGeocodingStrategy({ file: 'postal-codes.csv' })
   */
  geocoding?: GeocodingStrategy;
  /**
   * Days for which the point of an address is cached; an address that is not known, for one day.
   * @default 30
   */
  geocodingCacheDays?: number;
  /**
   * The least precision that is good enough to be written into an order's shipping address, where a driver is sent.
   * @default 'postalCode'
   * @example 'street'
   */
  leastOrderPrecision?: GeocodingPrecision;
  /**
   * Metres that coordinates of a shipping address may be away from the geocode of the address. Beyond it no store
   * delivers, and the price is that of the address. Where the geocoding knows postal codes only, it has to be more than
   * half the extent of a postal code area.
   * @default 5000
   */
  maxCoordinateDeviationMetres?: number;
  /**
   * Addresses that public queries (`storesNear` by postal code, `sellerDelivery` by address) may look up for one client, by
   * its IP address, each minute in each process. An IPv6 client is its /64 network. What is cached does not count.
   * Checkouts go first.
   * @default 10
   */
  visitorGeocodingPerMinute?: number;
  /**
   * Addresses of orders that requests of one client, by its IP address, may look up each minute in each process before
   * other checkouts go first: further lookups wait like those of public queries, for 10 seconds at the most. An IPv6
   * client is its /64 network. What is cached and what jobs look up does not count. Behind a reverse proxy set Vendure's
   * `apiOptions.trustProxy`, or all shoppers are one client.
   * @default 30
   * @example 100
   */
  checkoutGeocodingPerMinute?: number;
  /**
   * Milliseconds that the mutation which sets a shipping address waits for its point at the most.
   * @default 3000
   */
  orderGeocodingWaitMs?: number;
  /**
   * Tiles for the map on which the dashboard places a store.
   * @default none: the map has parallels and meridians only, and asks no server
   */
  mapTiles?: MapTiles;
}

export type ResolvedSellerStoreInfoOptions = Required<
  Omit<SellerStoreInfoOptions, 'defaultDeliveryRadiusMetres' | 'mapTiles'>
> &
  Pick<SellerStoreInfoOptions, 'defaultDeliveryRadiusMetres' | 'mapTiles'>;

/** Injection token of the {@link ResolvedSellerStoreInfoOptions}. */
export const SELLER_STORE_INFO_OPTIONS = Symbol('SELLER_STORE_INFO_OPTIONS');
