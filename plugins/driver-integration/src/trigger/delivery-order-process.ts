import type { Injector, OrderProcess, OrderState } from '@vendure/core';
import { DeliveryTriggerService } from './delivery-trigger.service';

/**
 * Creates and cancels deliveries when orders are paid or cancelled. `onTransitionEnd` runs in the transaction of the order,
 * after a multi-vendor shop has split it: the order type is final, and the stock is allocated.
 */
export class DeliveryOrderProcess implements OrderProcess<OrderState> {
  private trigger!: DeliveryTriggerService;

  init(injector: Injector): void {
    this.trigger = injector.get(DeliveryTriggerService);
  }

  readonly onTransitionEnd: OrderProcess<OrderState>['onTransitionEnd'] = async (
    _from,
    to,
    { ctx, order },
  ) => {
    if (to === 'PaymentSettled') {
      await this.trigger.orderPaid(ctx, order);
    } else if (to === 'Cancelled') {
      await this.trigger.orderCancelled(ctx, order);
    }
  };
}
