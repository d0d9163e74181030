import type { DriverDeliveryStrategy } from './driver-delivery-strategy';

export class EveryOrderDeliveryStrategy implements DriverDeliveryStrategy {
  isForDriver(): boolean {
    return true;
  }
}
