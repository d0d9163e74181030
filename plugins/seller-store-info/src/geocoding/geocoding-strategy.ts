import type { Geocoder } from '@driver-dispatch/contract';
import type { InjectableStrategy, RequestContext } from '@vendure/core';

/** Finds the point of an address, and how near to the door it is. */
export interface GeocodingStrategy extends InjectableStrategy, Geocoder<RequestContext> {
  /**
   * Whether it answers by itself, faster than any cache could.
   * @default false, so that its answers are cached
   */
  readonly local?: boolean;
}
