import type { Point } from '@driver-dispatch/contract';
import type { InjectableStrategy, RequestContext } from '@vendure/core';
import type { OrderAddress } from '@vendure/common/lib/generated-types';

/** Finds the point of an address. */
export interface GeocodingStrategy extends InjectableStrategy {
  /**
   * @returns undefined when the address is not known
   * @throws when it can't be told now; it is tried again later
   */
  locate(ctx: RequestContext, address: OrderAddress): Promise<Point | undefined>;
}
