import type { Point } from '../messages/point';

/** How near to the door a point is, the nearest first. */
export const GEOCODING_PRECISIONS = ['building', 'street', 'postalCode', 'locality'] as const;

export type GeocodingPrecision = (typeof GEOCODING_PRECISIONS)[number];

/** Where an address is. */
export interface GeocodedPoint extends Point {
  /** Absent when the geocoder can't tell. */
  precision?: GeocodingPrecision;
}

/** An address as it is looked up: the fields of a Vendure address that say where it is. */
export interface GeocodingAddress {
  streetLine1?: string | null;
  streetLine2?: string | null;
  city?: string | null;
  postalCode?: string | null;
  province?: string | null;
  /** ISO 3166-1 alpha-2, such as `DE`. */
  countryCode?: string | null;
}

/** Finds the point of an address. Whoever hosts it says what a context is: Vendure's plugins, the request's. */
export interface Geocoder<Context> {
  /**
   * @returns undefined when the address is not known
   * @throws when it can't be told now; it is tried again later
   */
  locate(ctx: Context, address: GeocodingAddress): Promise<GeocodedPoint | undefined>;
}
