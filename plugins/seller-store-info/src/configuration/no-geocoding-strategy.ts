import type { GeocodingStrategy } from './geocoding-strategy';

/** Finds no address. Only given coordinates are used. */
export class NoGeocodingStrategy implements GeocodingStrategy {
  readonly local = true;

  async locate(): Promise<undefined> {
    return undefined;
  }
}
