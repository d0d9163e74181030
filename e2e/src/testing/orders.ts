import {
  errandOf,
  SELLERS,
  type Errand,
  type PlacedOrder,
  type SellerSeed,
} from '@driver-dispatch/dev-server';
import { SELLER_ORDERS } from './admin-documents';
import { eventually } from './eventually';
import type { MarketplaceUnderTest } from './marketplace-under-test';

export const [BAKERY, BOOKSHOP] = SELLERS as [SellerSeed, SellerSeed];

let customers = 0;

/** An errand to these sellers, by a customer nobody has been before. */
export function errandTo(sellers: readonly SellerSeed[]): Errand {
  customers += 1;
  return { ...errandOf(0, sellers, `e2e-${customers}`) };
}

/** What the Admin API shows of the orders that a cart was split into. */
export async function sellerOrdersOf(marketplace: MarketplaceUnderTest, { id }: PlacedOrder): Promise<any[]> {
  const { order } = await marketplace.admin.query(SELLER_ORDERS, { id });
  return order.sellerOrders;
}

/** Waits until every seller order's delivery is in a state. */
export function untilDeliveriesAre(
  marketplace: MarketplaceUnderTest,
  order: PlacedOrder,
  state: string,
): Promise<any[]> {
  return eventually(
    () => sellerOrdersOf(marketplace, order),
    (orders) => orders.length > 0 && orders.every(({ delivery }) => delivery?.state === state),
  );
}
