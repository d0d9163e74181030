import { Injectable } from '@nestjs/common';
import { Instrument, TransactionalConnection, type ID, type Order, type RequestContext } from '@vendure/core';
import { In, IsNull } from 'typeorm';
import { DriverDelivery } from '../deliveries/driver-delivery.entity';
import { DriverDeliveryService } from '../deliveries/driver-delivery.service';
import { DeliveryTriggerService } from '../trigger/delivery-trigger.service';

/** Updates deliveries when a fulfillment of the `driver-delivery` handler is created. */
@Injectable()
@Instrument()
export class FulfillmentTriggerService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly deliveries: DriverDeliveryService,
    private readonly trigger: DeliveryTriggerService,
  ) {}

  /** Returns the method and tracking code of the fulfillment. */
  async describe(ctx: RequestContext, orders: Order[]): Promise<{ method: string; trackingCode: string }> {
    const [order] = orders;
    const delivery = order && (await this.deliveries.ofOrder(ctx, order.id));
    return { method: 'Driver delivery', trackingCode: delivery?.trackingCode ?? '' };
  }

  /** Runs in the transaction that creates the fulfillment. */
  async created(ctx: RequestContext, orders: Order[], fulfillmentId: ID): Promise<void> {
    for (const { id } of orders) {
      await this.trigger.orderReady(ctx, id, 'fulfillment_created');
    }
    await this.connection
      .getRepository(ctx, DriverDelivery)
      .update(
        { orderId: In(orders.map(({ id }) => id)), fulfillmentId: IsNull() },
        { fulfillmentId: String(fulfillmentId) },
      );
  }
}
