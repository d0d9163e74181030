interface OrderReference {
  id: string;
  aggregateOrder?: { id: string } | null;
}

/** The dashboard path of an order. A seller order is shown below its aggregate order. */
export function orderPath({ id, aggregateOrder }: OrderReference): string {
  return aggregateOrder ? `/orders/${aggregateOrder.id}/seller-orders/${id}` : `/orders/${id}`;
}
