import type { Injector, OrderProcess, OrderState } from '@vendure/core';
import { DeliveryTriggerService } from './delivery-trigger.service';

/**
 * Watches orders being paid and cancelled. `onTransitionEnd` runs in the order's own transaction, after a
 * multi-vendor shop has split the order, so that the type of the order is final and its stock is allocated.
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
