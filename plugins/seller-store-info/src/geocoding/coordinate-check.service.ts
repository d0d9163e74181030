import {
  greatCircleDistance,
  type GeocodedPoint,
  type GeocodingAddress,
  type Point,
} from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import { Logger } from '@vendure/core';
import { setTimeout as wait } from 'node:timers/promises';
import { SELLER_STORE_INFO_OPTIONS, type ResolvedSellerStoreInfoOptions } from '../plugin-options';
import { NoGeocodingStrategy } from './no-geocoding-strategy';

type Locate = () => Promise<GeocodedPoint | undefined>;

export interface CheckedPoint {
  /** The given coordinates; those of the address where the two do not match. */
  point: Point;
  /** Whether the given coordinates are too far from the address. */
  mismatch: boolean;
}

/** The geocode of a locality is its centre, so many times the usual deviation from its outskirts. */
const LOCALITY_DEVIATION_FACTOR = 4;

/**
 * Compares coordinates that a shopper has given with the geocode of the address. Without geocoding nothing is known of an
 * address, and coordinates are accepted as they are.
 */
@Injectable()
export class CoordinateCheckService {
  constructor(@Inject(SELLER_STORE_INFO_OPTIONS) private readonly options: ResolvedSellerStoreInfoOptions) {}

  /**
   * @param locate asks for the geocode of the address
   * @returns undefined where geocoding is configured and can't tell where the address is: it does not know the address, or
   * does not answer within `orderGeocodingWaitMs`
   */
  async check(given: Point, address: GeocodingAddress, locate: Locate): Promise<CheckedPoint | undefined> {
    const { geocoding, maxCoordinateDeviationMetres } = this.options;
    if (geocoding instanceof NoGeocodingStrategy) {
      return { point: given, mismatch: false };
    }
    const known = await this.geocodeInTime(address, locate);
    if (!known) {
      return undefined;
    }
    const factor = known.precision === 'locality' ? LOCALITY_DEVIATION_FACTOR : 1;
    const mismatch = greatCircleDistance(given, known) > factor * maxCoordinateDeviationMetres;
    return { point: mismatch ? { lat: known.lat, lon: known.lon } : given, mismatch };
  }

  private async geocodeInTime(address: GeocodingAddress, locate: Locate): Promise<GeocodedPoint | undefined> {
    if (!address.countryCode) {
      return undefined;
    }
    const timeout = new AbortController();
    try {
      return await Promise.race([
        locate(),
        wait(this.options.orderGeocodingWaitMs, undefined, timeout).then(() => undefined),
      ]);
    } catch (error) {
      Logger.warn(`The coordinates of an address are not checked: ${String(error)}`, 'SellerStoreInfoPlugin');
      return undefined;
    } finally {
      timeout.abort();
    }
  }
}
