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

/**
 * Compares coordinates that a shopper has given with the geocode of the address. Coordinates can't be compared, and are
 * accepted, where no geocoding is configured, the address is not known or only its locality is, or the geocoder does not
 * answer within `orderGeocodingWaitMs`.
 */
@Injectable()
export class CoordinateCheckService {
  constructor(@Inject(SELLER_STORE_INFO_OPTIONS) private readonly options: ResolvedSellerStoreInfoOptions) {}

  /** @param locate asks for the geocode of the address */
  async check(given: Point, address: GeocodingAddress, locate: Locate): Promise<CheckedPoint> {
    const known = await this.geocodeInTime(address, locate);
    const mismatch =
      known !== undefined &&
      known.precision !== 'locality' &&
      greatCircleDistance(given, known) > this.options.maxCoordinateDeviationMetres;
    return { point: mismatch ? { lat: known.lat, lon: known.lon } : given, mismatch };
  }

  private async geocodeInTime(address: GeocodingAddress, locate: Locate): Promise<GeocodedPoint | undefined> {
    if (this.options.geocoding instanceof NoGeocodingStrategy || !address.countryCode) {
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
