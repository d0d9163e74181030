import {
  DefaultStockAllocationStrategy,
  type Order,
  type OrderState,
  type RequestContext,
} from '@vendure/core';

/** Allocates stock for seller orders only, not for the aggregate order. */
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
