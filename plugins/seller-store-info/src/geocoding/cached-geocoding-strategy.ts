import type { GeocodedPoint, GeocodingAddress } from '@driver-dispatch/contract';
import type { Injector, RequestContext } from '@vendure/core';
import type { GeocodingStrategy } from '../configuration/geocoding-strategy';
import { GeocodingService } from './geocoding.service';

/**
 * Makes the cached geocoding of the `SellerStoreInfoPlugin` available to another plugin.
 *
 * @example
 * ```ts
 * DriverIntegrationPlugin.init({ geocodingStrategy: new CachedGeocodingStrategy(), ... })
 * ```
 */
export class CachedGeocodingStrategy implements GeocodingStrategy {
  private geocoding!: GeocodingService;

  init(injector: Injector): void {
    this.geocoding = injector.get(GeocodingService);
  }

  locate(ctx: RequestContext, address: GeocodingAddress): Promise<GeocodedPoint | undefined> {
    return this.geocoding.locate(ctx, address);
  }
}
