import { OrderType } from '@vendure/common/lib/generated-types';
import { Inject, Injectable } from '@nestjs/common';
import { Instrument, Logger, Order, TransactionalConnection, type ID } from '@vendure/core';
import { In, IsNull } from 'typeorm';
import { DRIVER_INTEGRATION_CONFIGURATION, LOG_CONTEXT } from '../configuration/constants';
import type { DriverIntegrationConfiguration } from '../configuration/options';
import { DeliveryContextService } from '../deliveries/delivery-context.service';
import { DriverDelivery } from '../deliveries/driver-delivery.entity';
import { LOCAL_STATES, OPEN_STATES } from '../deliveries/driver-delivery-state';
import { DeliveryTriggerService } from './delivery-trigger.service';
import { DriverDeliveryDeclined } from './driver-delivery-declined.entity';
import { FirstStartService } from './first-start.service';

/** Maximum number of paid orders, and of cancelled orders, per sweep. */
const BATCH = 200;

const MINUTE_MS = 60_000;

/** Finds paid orders without a delivery and cancelled orders with an open delivery, for which no trigger ran. */
@Injectable()
@Instrument()
export class UnsubmittedOrdersService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly contexts: DeliveryContextService,
    private readonly trigger: DeliveryTriggerService,
    private readonly firstStart: FirstStartService,
    @Inject(DRIVER_INTEGRATION_CONFIGURATION) private readonly configuration: DriverIntegrationConfiguration,
  ) {}

  /** Creates missing deliveries and cancellations. @returns the number of repaired orders */
  async recover(): Promise<{ paid: number; cancelled: number }> {
    const paid = await this.recoverPaid(this.configuration.recoverOrdersPlacedWithinMinutes * MINUTE_MS);
    return { paid, cancelled: await this.recoverCancelled() };
  }

  private async recoverPaid(withinMs: number): Promise<number> {
    if (withinMs <= 0) {
      return 0;
    }
    // Orders placed before the first start of this plugin are delivered in another way.
    const since = Math.max(Date.now() - withinMs, (await this.firstStart.at()).getTime());
    let recovered = 0;
    for (const { id, code } of await this.paidWithoutDelivery(new Date(since))) {
      try {
        if (await this.create(id)) {
          recovered += 1;
          Logger.warn(`Order ${code} was paid without a delivery, creating it now`, LOG_CONTEXT);
        }
      } catch (error) {
        await this.logError(id, code, error as Error);
      }
    }
    return recovered;
  }

  private paidWithoutDelivery(since: Date): Promise<Order[]> {
    return this.connection.rawConnection
      .getRepository(Order)
      .createQueryBuilder('order')
      .select(['order.id', 'order.code'])
      .leftJoin(DriverDelivery, 'delivery', 'delivery.orderId = order.id')
      .leftJoin(DriverDeliveryDeclined, 'declined', 'declined.orderId = order.id')
      .where('order.state = :state', { state: 'PaymentSettled' })
      .andWhere('order.type != :aggregate', { aggregate: OrderType.Aggregate })
      .andWhere('order.orderPlacedAt > :since', { since })
      .andWhere('delivery.id IS NULL')
      .andWhere('declined.id IS NULL')
      .orderBy('order.id', 'ASC')
      .limit(BATCH)
      .getMany();
  }

  /** @returns whether a delivery was created */
  private async create(orderId: ID): Promise<boolean> {
    const ctx = await this.contexts.contextOf({ channelId: await this.trigger.channelIdOf(orderId) });
    return this.connection.withTransaction(ctx, async (transaction) => {
      const order = await this.connection
        .getRepository(transaction, Order)
        .findOneByOrFail({ id: orderId, state: 'PaymentSettled' });
      return this.trigger.orderPaid(transaction, order);
    });
  }

  /** Logs the error, unless a concurrent sweep has created the delivery. */
  private async logError(orderId: ID, code: string, error: Error): Promise<void> {
    const created = await this.connection.rawConnection.getRepository(DriverDelivery).existsBy({ orderId });
    if (!created) {
      Logger.error(`Order ${code}: delivery not created: ${error.message}`, LOG_CONTEXT, error.stack);
    }
  }

  private async recoverCancelled(): Promise<number> {
    const deliveries = await this.connection.rawConnection.getRepository(DriverDelivery).find({
      // Cancelling an aggregate order does not cancel its seller orders, only their deliveries.
      where: [{ state: 'Cancelled' as const }, { aggregateOrder: { state: 'Cancelled' as const } }].map(
        (order) => ({ state: In([...LOCAL_STATES, ...OPEN_STATES]), cancelRequestedAt: IsNull(), order }),
      ),
      relations: { order: true },
      take: BATCH,
    });
    for (const { order, channelId } of deliveries) {
      Logger.warn(`Order ${order.code} was cancelled without its delivery, cancelling it now`, LOG_CONTEXT);
      const ctx = await this.contexts.contextOf({ channelId });
      await this.connection.withTransaction(ctx, (transaction) =>
        this.trigger.orderCancelled(transaction, order),
      );
    }
    return deliveries.length;
  }
}
