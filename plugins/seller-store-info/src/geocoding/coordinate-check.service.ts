import {
  greatCircleDistance,
  type GeocodedPoint,
  type GeocodingAddress,
  type Point,
} from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import { Instrument, Logger } from '@vendure/core';
import { setTimeout as wait } from 'node:timers/promises';
import { SELLER_STORE_INFO_OPTIONS, type ResolvedSellerStoreInfoOptions } from '../configuration/options';
import { NoGeocodingStrategy } from '../configuration/no-geocoding-strategy';

type Locate = () => Promise<GeocodedPoint | undefined>;

export interface CheckedPoint {
  /** The given coordinates, or those of the address in case of a mismatch. */
  point: Point;
  /** Whether the given coordinates are too far away from the address. */
  mismatch: boolean;
}

/** Factor for localities: their geocode is the centre, which may be far away from an address in it. */
const LOCALITY_DEVIATION_FACTOR = 4;

/**
 * Compares coordinates from a shopper with the geocode of the address. Without a geocoding strategy all coordinates are
 * accepted.
 */
@Injectable()
@Instrument()
export class CoordinateCheckService {
  constructor(@Inject(SELLER_STORE_INFO_OPTIONS) private readonly options: ResolvedSellerStoreInfoOptions) {}

  /**
   * @param locate geocodes the address
   * @returns undefined if the geocoding strategy does not find the address, fails, or does not respond within
   * `orderGeocodingWaitMs`
   */
  async check(given: Point, address: GeocodingAddress, locate: Locate): Promise<CheckedPoint | undefined> {
    const { geocodingStrategy, maxCoordinateDeviationMetres } = this.options;
    if (geocodingStrategy instanceof NoGeocodingStrategy) {
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
      Logger.warn(`Geocoding failed, coordinates not checked: ${String(error)}`, 'SellerStoreInfoPlugin');
      return undefined;
    } finally {
      timeout.abort();
    }
  }
}
