import type { Point } from '../messages/point';

/** Precision of a geocoded point, highest first. */
export const GEOCODING_PRECISIONS = ['building', 'street', 'postalCode', 'locality'] as const;

export type GeocodingPrecision = (typeof GEOCODING_PRECISIONS)[number];

/** Location of an address. */
export interface GeocodedPoint extends Point {
  /** Undefined if the geocoder does not return it. */
  precision?: GeocodingPrecision;
}

/** The fields of a Vendure address that are used for geocoding. */
export interface GeocodingAddress {
  streetLine1?: string | null;
  streetLine2?: string | null;
  city?: string | null;
  postalCode?: string | null;
  province?: string | null;
  /** ISO 3166-1 alpha-2, such as `DE`. */
  countryCode?: string | null;
}

/** Finds the point of an address. `Context` is the RequestContext in Vendure's plugins. */
export interface Geocoder<Context> {
  /**
   * @returns undefined if the address was not found
   * @throws if the geocoder is unavailable; the caller retries later
   */
  locate(ctx: Context, address: GeocodingAddress): Promise<GeocodedPoint | undefined>;
}
