import type { GeocodingStrategy } from './geocoding-strategy';

/** Knows no address: only those with coordinates are found. */
export class NoGeocodingStrategy implements GeocodingStrategy {
  async locate(): Promise<undefined> {
    return undefined;
  }
}
