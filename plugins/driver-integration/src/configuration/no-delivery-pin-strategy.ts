import type { DeliveryPinStrategy } from './delivery-pin-strategy';

export class NoDeliveryPinStrategy implements DeliveryPinStrategy {
  pinFor(): undefined {
    return undefined;
  }
}
