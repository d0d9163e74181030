import type { SellerOrderReady } from '@driver-dispatch/contract';
import type { WaitingDelivery } from './waiting-delivery';

/** A seller order that was sent to us. */
export interface NewOrder {
  /** Id of the delivery that it becomes, if it is new. */
  id: string;
  data: SellerOrderReady['data'];
  fingerprint: string;
  /** How far from the pickup a driver may be. */
  searchRadiusMetres: number;
}

/** The order as a delivery that wants a driver. */
export function toWaiting({ id, data, searchRadiusMetres }: NewOrder): WaitingDelivery {
  const { correlationId, channelId, pickup } = data;
  return { id, correlationId, channelId, point: pickup.point, searchRadiusMetres };
}
