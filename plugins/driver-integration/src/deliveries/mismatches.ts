import type { DriverDelivery } from './driver-delivery.entity';

/** Descriptions of mismatches between engine and Vendure. */
export const MISMATCHES = {
  missing: 'The engine no longer has this delivery',
  eventsLost: 'The engine has lost events of this delivery',
  otherState: 'The engine has this delivery in another state',
  otherOrder: 'The engine has another order under the submission key of this delivery',
} as const;

/** Whether the engine has another state or order than Vendure, so that its events can't end the delivery in Vendure. */
export function isOutOfSync({ mismatch }: Pick<DriverDelivery, 'mismatch'>): boolean {
  return mismatch !== null;
}
