import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  CustomerEvent,
  EventBus,
  Instrument,
  Order,
  TransactionalConnection,
  type ID,
  type RequestContext,
} from '@vendure/core';
import { In, IsNull } from 'typeorm';
import { DATABASE_NOW, keepUpdatedAt } from '../deliveries/database-clock';
import { DriverDelivery } from '../deliveries/driver-delivery.entity';

/**
 * Marks the deliveries of a deleted customer, in the transaction that deletes the customer. The sweep erases them, once they
 * have ended.
 */
@Injectable()
@Instrument()
export class CustomerDeletionService implements OnModuleInit {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly eventBus: EventBus,
  ) {}

  onModuleInit(): void {
    this.eventBus.registerBlockingEventHandler({
      id: 'driver-integration-customer-deletion',
      event: CustomerEvent,
      handler: async ({ ctx, entity, type }) => {
        if (type === 'deleted') {
          await this.requestErasure(ctx, entity.id);
        }
      },
    });
  }

  private async requestErasure(ctx: RequestContext, customerId: ID): Promise<void> {
    const orders = await this.connection
      .getRepository(ctx, Order)
      .find({ where: { customer: { id: customerId } }, select: { id: true } });
    await this.connection
      .getRepository(ctx, DriverDelivery)
      .update(
        { orderId: In(orders.map(({ id }) => id)), eraseRequestedAt: IsNull() },
        { eraseRequestedAt: DATABASE_NOW, ...keepUpdatedAt(this.connection.rawConnection) },
      );
  }
}
