import type { GeocodingStrategy } from './geocoding-strategy';

/** Knows no address: only what has coordinates of its own has a place. */
export class NoGeocodingStrategy implements GeocodingStrategy {
  readonly local = true;

  async locate(): Promise<undefined> {
    return undefined;
  }
}
