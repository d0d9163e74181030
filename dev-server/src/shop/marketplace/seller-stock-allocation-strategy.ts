import {
  DefaultStockAllocationStrategy,
  type Order,
  type OrderState,
  type RequestContext,
} from '@vendure/core';

/** The parent of seller orders allocates nothing: its seller orders do, each for its own lines. */
export class SellerStockAllocationStrategy extends DefaultStockAllocationStrategy {
  override shouldAllocateStock(
    ctx: RequestContext,
    fromState: OrderState,
    toState: OrderState,
    order: Order,
  ): boolean | Promise<boolean> {
    return order.type !== 'Aggregate' && super.shouldAllocateStock(ctx, fromState, toState, order);
  }
}
