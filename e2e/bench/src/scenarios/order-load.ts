import { randomUUID } from 'node:crypto';
import { near, somewhere, type Layout } from '../city/city';
import { orderRequest, sellerOrder } from '../load/requests';

const DROPOFF_WITHIN_METRES = 3_000;

/** Orders of a city, signed and ready to be sent. */
export interface SignedOrders {
  ids: string[];
  requests: Buffer[];
}

export function signOrders(key: string, layout: Layout, count: number): SignedOrders {
  const round = randomUUID().slice(0, 8);
  const ids = Array.from({ length: count }, (_, i) => `bench-${round}-${i}`);
  const requests = ids.map((id) => {
    const pickup = somewhere(layout);
    return orderRequest(key, sellerOrder(id, pickup, near(pickup, DROPOFF_WITHIN_METRES)));
  });
  return { ids, requests };
}
