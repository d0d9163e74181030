import { parseMessage, pointSchema, DispatchError, type Point } from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import {
  ChannelService,
  EntityNotFoundError,
  idsAreEqual,
  ListQueryBuilder,
  Order,
  TransactionalConnection,
  UserInputError,
  type ID,
  type ListQueryOptions,
  type PaginatedList,
  type RequestContext,
} from '@vendure/core';
import { In, IsNull } from 'typeorm';
import { HandoverQueueService } from '../handover/handover-queue.service';
import { DriverDeliveryEvent } from './driver-delivery-event.entity';
import { DriverDelivery } from './driver-delivery.entity';

/** Deliveries as people of a channel see them, and what they may do for stuck ones. */
@Injectable()
export class DriverDeliveryService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly channels: ChannelService,
    private readonly listQueryBuilder: ListQueryBuilder,
    private readonly handover: HandoverQueueService,
  ) {}

  async findAll(
    ctx: RequestContext,
    options?: ListQueryOptions<DriverDelivery>,
  ): Promise<PaginatedList<DriverDelivery>> {
    const [items, totalItems] = await this.listQueryBuilder
      .build(DriverDelivery, options, { ctx, where: await this.visibleTo(ctx) })
      .getManyAndCount();
    return { items, totalItems };
  }

  async findOne(ctx: RequestContext, id: ID): Promise<DriverDelivery | null> {
    return this.connection
      .getRepository(ctx, DriverDelivery)
      .findOneBy({ id, ...(await this.visibleTo(ctx)) });
  }

  async ofOrder(ctx: RequestContext, orderId: ID): Promise<DriverDelivery | null> {
    return this.connection.getRepository(ctx, DriverDelivery).findOneBy({ orderId });
  }

  /** The order's own delivery, or those of the seller orders it was split into. */
  async allOfOrder(ctx: RequestContext, orderId: ID): Promise<DriverDelivery[]> {
    const sellerOrders = await this.connection
      .getRepository(ctx, Order)
      .find({ where: { aggregateOrderId: orderId }, select: { id: true } });
    return this.connection.getRepository(ctx, DriverDelivery).find({
      where: { orderId: In([orderId, ...sellerOrders.map(({ id }) => id)]) },
      order: { id: 'ASC' },
    });
  }

  eventsOf(ctx: RequestContext, deliveryId: ID): Promise<DriverDeliveryEvent[]> {
    return this.connection
      .getRepository(ctx, DriverDeliveryEvent)
      .find({ where: { deliveryId }, order: { sequence: 'ASC' } });
  }

  /** Lets a delivery that was parked be located and handed over anew. */
  async retry(ctx: RequestContext, id: ID, dropoffOverride?: Point): Promise<DriverDelivery> {
    const delivery = await this.findOne(ctx, id);
    if (!delivery) {
      throw new EntityNotFoundError('DriverDelivery', id);
    }
    if (delivery.handedOverAt === null) {
      // A message that was refused is made anew, as what made it wrong may have been mended.
      await this.connection.getRepository(ctx, DriverDelivery).update(
        { id, handedOverAt: IsNull() },
        {
          state: 'HANDOVER',
          problem: null,
          message: null,
          ...(dropoffOverride ? { dropoffOverride } : {}),
        },
      );
    } else if (dropoffOverride) {
      throw new UserInputError('The engine has this delivery: its drop-off stands');
    }
    await this.handover.add(id);
    return this.connection.getRepository(ctx, DriverDelivery).findOneByOrFail({ id });
  }

  async setDropoff(ctx: RequestContext, id: ID, input: unknown): Promise<DriverDelivery> {
    try {
      return await this.retry(ctx, id, parseMessage(pointSchema, input));
    } catch (error) {
      throw error instanceof DispatchError ? new UserInputError(error.message) : error;
    }
  }

  private async visibleTo(ctx: RequestContext): Promise<{ channelId?: ID }> {
    const { id } = await this.channels.getDefaultChannel(ctx);
    return idsAreEqual(id, ctx.channelId) ? {} : { channelId: ctx.channelId };
  }
}
