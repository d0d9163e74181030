import { sellerOrderReadyMessage, type Point, type SellerOrder } from '@driver-dispatch/contract';
import { directIdentity } from '../workload/direct-identity';

/** An order that is submitted to the engine directly, as the shop does when it is paid. */
export function readyOrder(sellerOrderId: string, pickup: Point): SellerOrder {
  return {
    ...directIdentity(sellerOrderId),
    pickup: { name: 'Store', point: pickup, address: { city: 'Berlin' }, readyAt: new Date().toISOString() },
    dropoff: { point: pickup, address: { city: 'Berlin' } },
    searchRadiusMetres: 10_000,
  };
}

/** The message that submits this order alone. */
export const readyMessage = (sellerOrderId: string, pickup: Point) =>
  sellerOrderReadyMessage([readyOrder(sellerOrderId, pickup)]);
