import type { DriverDeliveryStrategy } from './driver-delivery-strategy';

/** Every order is delivered by a driver. */
export class EveryOrderDeliveryStrategy implements DriverDeliveryStrategy {
  isForDriver(): boolean {
    return true;
  }
}
