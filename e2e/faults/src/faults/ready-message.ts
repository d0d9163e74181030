import { sellerOrderReadyMessage, type Point, type SellerOrder } from '@driver-dispatch/contract';
import { directIdentity } from '../workload/direct-identity';

/** Returns an order for direct submission to the engine, as the shop submits a paid order. */
export function readyOrder(sellerOrderId: string, pickup: Point): SellerOrder {
  return {
    ...directIdentity(sellerOrderId),
    pickup: { name: 'Store', point: pickup, address: { city: 'Berlin' }, readyAt: new Date().toISOString() },
    dropoff: { point: pickup, address: { city: 'Berlin' } },
    searchRadiusMetres: 10_000,
  };
}

/** Returns the message that submits this single order. */
export const readyMessage = (sellerOrderId: string, pickup: Point) =>
  sellerOrderReadyMessage([readyOrder(sellerOrderId, pickup)]);
