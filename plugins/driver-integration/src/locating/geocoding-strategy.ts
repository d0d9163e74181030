import type { Geocoder } from '@driver-dispatch/contract';
import type { InjectableStrategy, RequestContext } from '@vendure/core';

/** Finds the point of an address; the seller-store-info plugin has ready-made ones. */
export interface GeocodingStrategy extends InjectableStrategy, Geocoder<RequestContext> {}
