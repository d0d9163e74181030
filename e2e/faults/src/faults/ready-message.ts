import type { Point, SellerOrderReady } from '@driver-dispatch/contract';
import { directIdentity } from '../workload/direct-identity';

/** What the shop says when an order is paid, for orders that are sent to the engine directly. */
export function readyMessage(sellerOrderId: string, pickup: Point): SellerOrderReady {
  const at = new Date().toISOString();
  return {
    type: 'seller_order.ready',
    timestamp: at,
    data: {
      ...directIdentity(sellerOrderId),
      pickup: { name: 'Store', point: pickup, address: { city: 'Berlin' }, readyAt: at },
      dropoff: { point: pickup, address: { city: 'Berlin' } },
      searchRadiusMetres: 10_000,
    },
  };
}
