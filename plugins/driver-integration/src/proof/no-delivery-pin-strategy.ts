import type { DeliveryPinStrategy } from './delivery-pin-strategy';

/** Any proof will do. */
export class NoDeliveryPinStrategy implements DeliveryPinStrategy {
  codeFor(): undefined {
    return undefined;
  }
}
