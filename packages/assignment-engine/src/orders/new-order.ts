import type { SellerOrder } from '@driver-dispatch/contract';
import type { WaitingDelivery } from '../assignment/waiting-delivery';

/** A submitted seller order. */
export interface NewOrder {
  /** Id of the delivery if the order is new. */
  id: string;
  data: SellerOrder;
  fingerprint: string;
  /** Maximum distance of a driver from the pickup. */
  searchRadiusMetres: number;
  /** Start of the search for a driver; undefined for now. */
  heldUntil: Date | undefined;
}

export function toWaiting({ id, data, searchRadiusMetres }: NewOrder): WaitingDelivery {
  const { submissionKey, channelId, pickup, requirements = null } = data;
  return { id, submissionKey, channelId, point: pickup.point, searchRadiusMetres, requirements };
}
