import { mapTilesFault } from '@driver-dispatch/contract';
import { GreatCircleDistanceStrategy } from './distance/great-circle-distance-strategy';
import { NoGeocodingStrategy } from './geocoding/no-geocoding-strategy';
import type { ResolvedSellerStoreInfoOptions, SellerStoreInfoOptions } from './plugin-options';
import { isTimeZone } from './opening-hours/local-time';
import { DELIVERY_RADIUS_METRES, PREPARATION_MINUTES } from './store-fields/store-limits';

/**
 * The options with their defaults.
 *
 * @throws Error naming the option that is out of range
 */
export function resolveOptions(options: SellerStoreInfoOptions = {}): ResolvedSellerStoreInfoOptions {
  const { defaultPreparationMinutes = 15, defaultTimeZone = 'UTC' } = options;
  const { min, max } = PREPARATION_MINUTES;
  if (
    !Number.isInteger(defaultPreparationMinutes) ||
    defaultPreparationMinutes < min ||
    defaultPreparationMinutes > max
  ) {
    throw new Error(
      `SellerStoreInfoPlugin: defaultPreparationMinutes must be a whole number from ${min} to ${max}`,
    );
  }
  if (!isTimeZone(defaultTimeZone)) {
    throw new Error(
      'SellerStoreInfoPlugin: defaultTimeZone must be an IANA time zone, such as Europe/Berlin',
    );
  }
  const resolved = {
    distance: new GreatCircleDistanceStrategy(),
    deliverySpeedKmh: 15,
    geocoding: new NoGeocodingStrategy(),
    geocodingCacheDays: 30,
    leastOrderPrecision: 'postalCode' as const,
    maxCoordinateDeviationMetres: 5000,
    visitorGeocodingPerMinute: 10,
    checkoutGeocodingPerMinute: 30,
    orderGeocodingWaitMs: 3000,
    ...options,
    defaultPreparationMinutes,
    defaultTimeZone,
  };
  const { min: least, max: most } = DELIVERY_RADIUS_METRES;
  assertNumber('defaultDeliveryRadiusMetres', resolved.defaultDeliveryRadiusMetres ?? most, least, most);
  assertNumber('deliverySpeedKmh', resolved.deliverySpeedKmh, 1, 1000);
  assertNumber('geocodingCacheDays', resolved.geocodingCacheDays, 1, 3650);
  assertNumber('maxCoordinateDeviationMetres', resolved.maxCoordinateDeviationMetres, 0, 1_000_000);
  assertNumber('visitorGeocodingPerMinute', resolved.visitorGeocodingPerMinute, 0, 100_000);
  assertNumber('checkoutGeocodingPerMinute', resolved.checkoutGeocodingPerMinute, 0, 100_000);
  assertNumber('orderGeocodingWaitMs', resolved.orderGeocodingWaitMs, 0, 60_000);
  const fault = resolved.mapTiles && mapTilesFault(resolved.mapTiles);
  if (fault) {
    throw new Error(`SellerStoreInfoPlugin: mapTiles: ${fault}`);
  }
  return resolved;
}

function assertNumber(option: string, value: number, min: number, max: number): void {
  if (!(value >= min && value <= max)) {
    throw new Error(`SellerStoreInfoPlugin: ${option} must be a number from ${min} to ${max}`);
  }
}
