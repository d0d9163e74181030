import {
  createGuestOrder,
  SELLERS,
  type GuestOrder,
  type PlacedOrder,
  type SellerSeed,
} from '@driver-dispatch/dev-server';
import { eventually } from '@driver-dispatch/local-servers';
import { ORDER } from './documents';
import type { MarketplaceUnderTest } from './marketplace-under-test';

export const [BAKERY, BOOKSHOP] = SELLERS as [SellerSeed, SellerSeed];

let customers = 0;

/** Returns a guest order from these sellers, by a new customer. */
export function guestOrderFrom(sellers: readonly SellerSeed[]): GuestOrder {
  customers += 1;
  return { ...createGuestOrder(0, sellers, `e2e-${customers}`) };
}

/** Returns the seller orders of an order from the Admin API. */
export async function readSellerOrders(
  marketplace: MarketplaceUnderTest,
  { id }: PlacedOrder,
): Promise<any[]> {
  const { order } = await marketplace.admin.query(ORDER, { id });
  return order.sellerOrders;
}

/** Waits until every seller order's delivery is in a state. */
export function untilDeliveriesAre(
  marketplace: MarketplaceUnderTest,
  order: PlacedOrder,
  state: string,
): Promise<any[]> {
  return eventually(
    () => readSellerOrders(marketplace, order),
    (orders) => orders.length > 0 && orders.every(({ delivery }) => delivery?.state === state),
  );
}
