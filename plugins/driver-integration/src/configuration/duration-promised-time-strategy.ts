import type { Order, RequestContext } from '@vendure/core';
import type { LocatedPlaces, PromisedTimeStrategy } from './promised-time-strategy';

/** Promises the drop-off a fixed time after the order is ready for pickup. */
export class DurationPromisedTimeStrategy implements PromisedTimeStrategy {
  /** @param options.minutes time from the pickup's `readyAt` to the drop-off. Default: 45 */
  constructor(private readonly options: { minutes?: number } = {}) {}

  promisedAt(_ctx: RequestContext, _order: Order, { pickup }: LocatedPlaces): Date {
    const { minutes = 45 } = this.options;
    return new Date(Date.parse(pickup.readyAt) + minutes * 60_000);
  }
}
