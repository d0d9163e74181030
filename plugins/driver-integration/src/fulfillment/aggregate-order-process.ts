import { OrderType } from '@vendure/common/lib/generated-types';
import {
  Order,
  TransactionalConnection,
  type ID,
  type Injector,
  type OrderProcess,
  type RequestContext,
} from '@vendure/core';
import { rolledUpState } from './rolled-up-state';

/** Order states that depend on fulfillments. */
const FULFILLMENT_STATES: readonly string[] = [
  'PartiallyShipped',
  'Shipped',
  'PartiallyDelivered',
  'Delivered',
];

/**
 * Adapts Vendure's order process for aggregate orders. Vendure requires fulfillments before an order is shipped, but only
 * the seller orders of an aggregate order have fulfillments. Instead, the transition of an aggregate order requires
 * matching states of its seller orders.
 */
export function forAggregateOrders<S extends string>(process: OrderProcess<S>): OrderProcess<S> {
  let connection: TransactionalConnection;
  return {
    ...process,
    init: async (injector: Injector) => {
      connection = injector.get(TransactionalConnection);
      await process.init?.(injector);
    },
    onTransitionStart: (from, to, data) =>
      data.order.type === OrderType.Aggregate && FULFILLMENT_STATES.includes(to)
        ? checkSellerOrders(data.ctx, data.order.id, to)
        : process.onTransitionStart?.(from, to, data),
  };

  async function checkSellerOrders(
    ctx: RequestContext,
    aggregateOrderId: ID,
    to: string,
  ): Promise<string | undefined> {
    const sellerOrders = await connection
      .getRepository(ctx, Order)
      .find({ where: { aggregateOrderId }, select: { id: true, state: true } });
    const states = sellerOrders.map(({ state }) => state);
    return rolledUpState(states) === to ? undefined : `The seller orders are ${states.join(', ')}`;
  }
}
