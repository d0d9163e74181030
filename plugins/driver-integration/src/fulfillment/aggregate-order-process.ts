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

/** States that an order has by what became of its goods. */
const STATES_OF_GOODS: readonly string[] = ['PartiallyShipped', 'Shipped', 'PartiallyDelivered', 'Delivered'];

/**
 * Vendure's order process for a shop whose orders are split among sellers. Vendure asks for fulfillments before an order
 * is shipped, and an aggregate order never has any: its sellers' orders have them. So what is asked of an aggregate order
 * instead is that its sellers' orders are that far.
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
      data.order.type === OrderType.Aggregate && STATES_OF_GOODS.includes(to)
        ? judge(data.ctx, data.order.id, to)
        : process.onTransitionStart?.(from, to, data),
  };

  async function judge(ctx: RequestContext, aggregateOrderId: ID, to: string): Promise<string | undefined> {
    const sellerOrders = await connection
      .getRepository(ctx, Order)
      .find({ where: { aggregateOrderId }, select: { id: true, state: true } });
    const states = sellerOrders.map(({ state }) => state);
    return rolledUpState(states) === to ? undefined : `The sellers' orders are ${states.join(', ')}`;
  }
}
