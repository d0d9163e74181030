import type { Geocoder } from '@driver-dispatch/contract';
import type { InjectableStrategy, RequestContext } from '@vendure/core';

/** Finds the point of an address and its precision. */
export interface GeocodingStrategy extends InjectableStrategy, Geocoder<RequestContext> {
  /**
   * Whether it needs no other server, so that its results are not cached.
   * @default false
   */
  readonly local?: boolean;
}
