import type { Geocoder } from '@driver-dispatch/contract';
import type { InjectableStrategy, RequestContext } from '@vendure/core';

/** Finds the point of an address. The seller-store-info plugin provides implementations. */
export interface GeocodingStrategy extends InjectableStrategy, Geocoder<RequestContext> {}
