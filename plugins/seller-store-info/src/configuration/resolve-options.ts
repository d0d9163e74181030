import { mapTilesError } from '@driver-dispatch/contract';
import { isTimeZone } from '../opening-hours/local-time';
import { DELIVERY_RADIUS_METRES, PREPARATION_MINUTES } from '../store-fields/store-limits';
import { GreatCircleDistanceStrategy } from './great-circle-distance-strategy';
import { NoGeocodingStrategy } from './no-geocoding-strategy';
import type { ResolvedSellerStoreInfoOptions, SellerStoreInfoOptions } from './options';

/**
 * Validates the options and applies the defaults.
 *
 * @throws Error with the name of an invalid option
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
    distanceStrategy: new GreatCircleDistanceStrategy(),
    deliverySpeedKmh: 15,
    geocodingStrategy: new NoGeocodingStrategy(),
    geocodingCacheDays: 30,
    minOrderPrecision: 'postalCode' as const,
    maxCoordinateDeviationMetres: 5000,
    visitorGeocodingPerMinute: 10,
    checkoutGeocodingPerMinute: 30,
    orderGeocodingWaitMs: 3000,
    ...options,
    defaultPreparationMinutes,
    defaultTimeZone,
  };
  const { min: minRadius, max: maxRadius } = DELIVERY_RADIUS_METRES;
  const radius = resolved.defaultDeliveryRadiusMetres ?? maxRadius;
  assertNumber('defaultDeliveryRadiusMetres', radius, minRadius, maxRadius);
  assertNumber('deliverySpeedKmh', resolved.deliverySpeedKmh, 1, 1000);
  assertNumber('geocodingCacheDays', resolved.geocodingCacheDays, 1, 3650);
  assertNumber('maxCoordinateDeviationMetres', resolved.maxCoordinateDeviationMetres, 0, 1_000_000);
  assertNumber('visitorGeocodingPerMinute', resolved.visitorGeocodingPerMinute, 0, 100_000);
  assertNumber('checkoutGeocodingPerMinute', resolved.checkoutGeocodingPerMinute, 0, 100_000);
  assertNumber('orderGeocodingWaitMs', resolved.orderGeocodingWaitMs, 0, 60_000);
  const tilesError = resolved.mapTiles && mapTilesError(resolved.mapTiles);
  if (tilesError) {
    throw new Error(`SellerStoreInfoPlugin: mapTiles: ${tilesError}`);
  }
  return resolved;
}

function assertNumber(option: string, value: number, min: number, max: number): void {
  if (!(value >= min && value <= max)) {
    throw new Error(`SellerStoreInfoPlugin: ${option} must be a number from ${min} to ${max}`);
  }
}
