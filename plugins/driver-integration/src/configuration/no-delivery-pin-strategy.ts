import type { DeliveryPinStrategy } from './delivery-pin-strategy';

/** Requires no delivery PIN. */
export class NoDeliveryPinStrategy implements DeliveryPinStrategy {
  pinFor(): undefined {
    return undefined;
  }
}
