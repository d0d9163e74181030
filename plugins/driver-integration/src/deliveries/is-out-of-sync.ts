import type { DriverDelivery } from './driver-delivery.entity';

/** Whether the engine has another state or order than Vendure, so that its events can't end the delivery in Vendure. */
export function isOutOfSync({ mismatch }: Pick<DriverDelivery, 'mismatch'>): boolean {
  return mismatch !== null;
}
