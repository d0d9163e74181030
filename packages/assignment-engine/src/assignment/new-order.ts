import type { SellerOrder } from '@driver-dispatch/contract';
import type { WaitingDelivery } from './waiting-delivery';

/** A seller order that was sent to us. */
export interface NewOrder {
  /** Id of the delivery that it becomes, if it is new. */
  id: string;
  data: SellerOrder;
  fingerprint: string;
  /** How far from the pickup a driver may be. */
  searchRadiusMetres: number;
  /** When a driver is looked for at the earliest; undefined for at once. */
  heldUntil: Date | undefined;
}

/** The order as a delivery that wants a driver. */
export function toWaiting({ id, data, searchRadiusMetres }: NewOrder): WaitingDelivery {
  const { submissionKey, channelId, pickup } = data;
  return { id, submissionKey, channelId, point: pickup.point, searchRadiusMetres };
}
