import { getSellerChannel, newSubmissionKey } from '@driver-dispatch/contract';
import { OrderType } from '@vendure/common/lib/generated-types';
import { Inject, Injectable } from '@nestjs/common';
import {
  EventBus,
  idsAreEqual,
  Instrument,
  Order,
  OrderLine,
  TransactionalConnection,
  type Channel,
  type ID,
  type RequestContext,
} from '@vendure/core';
import { In, IsNull } from 'typeorm';
import { DRIVER_INTEGRATION_CONFIGURATION } from '../configuration/constants';
import type { DriverIntegrationConfiguration } from '../configuration/options';
import { DriverDelivery } from '../deliveries/driver-delivery.entity';
import { DeliveryPinService } from '../proof/delivery-pin.service';
import type { ReadinessMoment } from '../configuration/readiness-strategy';
import { newSecret } from '../deliveries/new-secret';
import { DeliveryCancelRequestedEvent } from './delivery-cancel-requested.event';
import { DriverDeliveryDeclined } from './driver-delivery-declined.entity';
import { receiverColumns } from './receiver-columns';
import { SellerOrderReadyEvent } from './seller-order-ready.event';

/** Creates deliveries and stores cancellations in the transaction of the order. Sends nothing to the engine. */
@Injectable()
@Instrument()
export class DeliveryTriggerService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly eventBus: EventBus,
    private readonly pins: DeliveryPinService,
    @Inject(DRIVER_INTEGRATION_CONFIGURATION) private readonly configuration: DriverIntegrationConfiguration,
  ) {}

  /**
   * Creates the delivery of a paid order. An order that is paid again, for example after a modification, keeps its
   * delivery. If the strategy declines the order, that is stored, as a later call might return another result.
   *
   * @returns whether a delivery was created
   */
  async orderPaid(ctx: RequestContext, paid: Order): Promise<boolean> {
    const order = paid.type === OrderType.Aggregate ? null : await this.loadWithoutDelivery(ctx, paid);
    if (!order) {
      return false;
    }
    if (!(await this.configuration.driverDeliveryStrategy.isForDriver(ctx, order))) {
      await this.decline(ctx, order.id);
      return false;
    }
    const channel = channelOf(order);
    const ready = await this.configuration.readinessStrategy.isReady(ctx, order, 'paid');
    const delivery = await this.connection.getRepository(ctx, DriverDelivery).save(
      new DriverDelivery({
        orderId: order.id,
        submissionKey: newSubmissionKey(),
        orderCode: order.code,
        ...receiverColumns(order),
        trackingCode: newSecret(),
        ...(await this.pins.create(ctx, order)),
        channelId: channel.id,
        sellerId:
          channel.sellerId === undefined || channel.sellerId === null ? null : String(channel.sellerId),
        state: ready ? 'SUBMITTING' : 'NOT_READY',
      }),
    );
    if (ready) {
      await this.eventBus.publish(new SellerOrderReadyEvent(ctx, order, delivery));
    }
    return true;
  }

  /**
   * Calls the readiness strategy at a moment after the payment.
   *
   * @returns whether the order has become ready
   */
  async orderReady(
    ctx: RequestContext,
    orderId: ID,
    moment: Exclude<ReadinessMoment, 'paid'>,
  ): Promise<boolean> {
    const waiting = { orderId, state: 'NOT_READY', cancelRequestedAt: IsNull() } as const;
    const deliveries = this.connection.getRepository(ctx, DriverDelivery);
    const delivery = await deliveries.findOneBy(waiting);
    const order = delivery && (await this.load(ctx, orderId));
    if (!order || !(await this.configuration.readinessStrategy.isReady(ctx, order, moment))) {
      return false;
    }
    const changes = { state: 'SUBMITTING', readyAt: new Date() } as const;
    const { affected } = await deliveries.update(waiting, changes);
    if (affected === 1) {
      await this.eventBus.publish(new SellerOrderReadyEvent(ctx, order, Object.assign(delivery, changes)));
    }
    return affected === 1;
  }

  /** Whether a NOT_READY delivery would become ready at a moment after the payment. */
  async wouldBeReady(
    ctx: RequestContext,
    { orderId, state, cancelRequestedAt }: DriverDelivery,
    moment: Exclude<ReadinessMoment, 'paid'>,
  ): Promise<boolean> {
    if (state !== 'NOT_READY' || cancelRequestedAt !== null) {
      return false;
    }
    return this.configuration.readinessStrategy.isReady(ctx, await this.load(ctx, orderId), moment);
  }

  /** Requests the cancellation of the deliveries of an order. For an aggregate order: of all its seller orders. */
  async orderCancelled(ctx: RequestContext, { id, type }: Order): Promise<void> {
    const orderIds = type === OrderType.Aggregate ? await this.sellerOrderIds(ctx, id) : [id];
    const deliveries = await this.deliveriesOf(ctx, orderIds);
    const open = deliveries.filter(
      ({ cancelRequestedAt, orderId, redeliveryNumber }) =>
        cancelRequestedAt === null &&
        // A delivery with a redelivery has ended.
        !deliveries.some(
          (later) => idsAreEqual(later.orderId, orderId) && later.redeliveryNumber > redeliveryNumber,
        ),
    );
    if (open.length > 0) {
      await this.connection.getRepository(ctx, DriverDelivery).update(
        { id: In(open.map((delivery) => delivery.id)), cancelRequestedAt: IsNull() },
        {
          cancelRequestedAt: new Date(),
        },
      );
    }
    for (const delivery of open) {
      await this.eventBus.publish(new DeliveryCancelRequestedEvent(ctx, delivery.id));
    }
  }

  /** Returns the channel of the order's seller, or of the shop. */
  async channelIdOf(orderId: ID): Promise<ID> {
    const order = await this.connection.rawConnection
      .getRepository(Order)
      .findOneOrFail({ where: { id: orderId }, relations: { channels: true } });
    return channelOf(order).id;
  }

  private async decline(ctx: RequestContext, orderId: ID): Promise<void> {
    // Concurrent sweeps may insert the same row.
    await this.connection
      .getRepository(ctx, DriverDeliveryDeclined)
      .createQueryBuilder()
      .insert()
      .values({ orderId })
      .orIgnore()
      .updateEntity(false)
      .execute();
  }

  private deliveriesOf(ctx: RequestContext, orderIds: ID[]): Promise<DriverDelivery[]> {
    return this.connection.getRepository(ctx, DriverDelivery).findBy({ orderId: In(orderIds) });
  }

  private async sellerOrderIds(ctx: RequestContext, aggregateOrderId: ID): Promise<ID[]> {
    const orders = await this.connection
      .getRepository(ctx, Order)
      .find({ where: { aggregateOrderId }, select: { id: true } });
    return orders.map(({ id }) => id);
  }

  /**
   * Loads the order relations for strategies, PIN and submission in one statement.
   *
   * @returns null if the order has a delivery
   */
  private async loadWithoutDelivery(ctx: RequestContext, { id, lines }: Order): Promise<Order | null> {
    const order = await this.connection
      .getRepository(ctx, Order)
      .createQueryBuilder('order')
      .setFindOptions({
        relations: { channels: true, customer: { user: true }, shippingLines: { shippingMethod: true } },
      })
      .leftJoin(DriverDelivery, 'delivery', 'delivery.orderId = order.id')
      .where('order.id = :id', { id })
      .andWhere('delivery.id IS NULL')
      .getOne();
    if (order) {
      order.lines = lines ?? (await this.connection.getRepository(ctx, OrderLine).findBy({ order: { id } }));
    }
    return order;
  }

  load(ctx: RequestContext, id: ID): Promise<Order> {
    return this.connection.getRepository(ctx, Order).findOneOrFail({
      where: { id },
      relations: { channels: true, lines: true, shippingLines: { shippingMethod: true } },
      // One query per relation: a join would multiply lines and channels.
      relationLoadStrategy: 'query',
    });
  }
}

/** Returns the seller's channel. A seller order is in that channel and the default channel, in any order. */
function channelOf({ channels }: Order): Channel {
  return getSellerChannel(channels) ?? channels[0]!;
}
