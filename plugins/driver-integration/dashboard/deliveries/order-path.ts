interface OrderReference {
  id: string;
  aggregateOrder?: { id: string } | null;
}

/** The page of an order, or of a seller's order below the one it was split from. */
export function orderPath({ id, aggregateOrder }: OrderReference): string {
  return aggregateOrder ? `/orders/${aggregateOrder.id}/seller-orders/${id}` : `/orders/${id}`;
}
