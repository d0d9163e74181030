import type { GeocodingStrategy } from './geocoding-strategy';

/** Finds no address. Only addresses with coordinates are located. */
export class NoGeocodingStrategy implements GeocodingStrategy {
  async locate(): Promise<undefined> {
    return undefined;
  }
}
