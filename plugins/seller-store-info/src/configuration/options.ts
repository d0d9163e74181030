import type { GeocodingPrecision, MapTiles } from '@driver-dispatch/contract';
import type { DistanceStrategy } from './distance-strategy';
import type { GeocodingStrategy } from './geocoding-strategy';

export interface SellerStoreInfoOptions {
  /**
   * Default preparation time of a store in minutes, a whole number from 0 to 1440. A stock location may set its own.
   * @default 15
   * @example 25
   */
  defaultPreparationMinutes?: number;
  /**
   * Default IANA time zone of the opening hours of a store. A stock location may set its own.
   * @default 'UTC'
   * @example 'Europe/Berlin'
   */
  defaultTimeZone?: string;
  /**
   * Measures the distance from a store to a drop-off.
   * @default GreatCircleDistanceStrategy
   * @example new OsrmDistanceStrategy({ url: 'http://osrm:5000' })
   */
  distanceStrategy?: DistanceStrategy;
  /**
   * Average speed of a driver in km/h, for the ETA of `sellerDelivery` if the distance strategy returns no travel times.
   * @default 15
   */
  deliverySpeedKmh?: number;
  /**
   * Default delivery radius of a store in metres. A stock location may set its own.
   * @default no limit
   * @example 5000
   */
  defaultDeliveryRadiusMetres?: number;
  /**
   * Geocodes the addresses of stores, orders and public queries.
   * @default NoGeocodingStrategy, which finds none
   * @example new PostalCodeGeocodingStrategy({ file: 'postal-codes.csv' })
   */
  geocodingStrategy?: GeocodingStrategy;
  /**
   * Cache lifetime of a geocode in days. An address that was not found is cached for one day.
   * @default 30
   */
  geocodingCacheDays?: number;
  /**
   * Minimum precision of a geocode that is saved in an order's shipping address as the drop-off location.
   * @default 'postalCode'
   * @example 'street'
   */
  minOrderPrecision?: GeocodingPrecision;
  /**
   * Maximum distance in metres between coordinates of a shipping address and the geocode of the address. Beyond it no store
   * delivers, and the price is calculated for the address. If the geocoding finds only postal codes, set more than half the
   * diameter of a postal code area.
   * @default 5000
   */
  maxCoordinateDeviationMetres?: number;
  /**
   * Maximum number of addresses per minute and process that public queries (`storesNear` by postal code, `sellerDelivery` by
   * address) geocode for one client. A client is an IPv4 address or a /64 IPv6 network. Cached addresses do not count.
   * Checkouts have priority.
   * @default 10
   */
  visitorGeocodingPerMinute?: number;
  /**
   * Number of order addresses per minute and process that are geocoded with priority for one client. Further lookups wait
   * like those of public queries, for at most 10 seconds. A client is an IPv4 address or a /64 IPv6 network. Cached
   * addresses and lookups by jobs do not count. Behind a reverse proxy set Vendure's `apiOptions.trustProxy`, or all shoppers count as
   * one client.
   * @default 30
   * @example 100
   */
  checkoutGeocodingPerMinute?: number;
  /**
   * Maximum wait of a mutation that sets a shipping address for the geocode, in milliseconds.
   * @default 3000
   */
  orderGeocodingWaitMs?: number;
  /**
   * Tile server of the dashboard map that sets the location of a store.
   * @default none: the map shows parallels and meridians only and sends no requests
   */
  mapTiles?: MapTiles;
}

export type ResolvedSellerStoreInfoOptions = Required<
  Omit<SellerStoreInfoOptions, 'defaultDeliveryRadiusMetres' | 'mapTiles'>
> &
  Pick<SellerStoreInfoOptions, 'defaultDeliveryRadiusMetres' | 'mapTiles'>;

/** Injection token of the {@link ResolvedSellerStoreInfoOptions}. */
export const SELLER_STORE_INFO_OPTIONS = Symbol('SELLER_STORE_INFO_OPTIONS');
