import { parseMessage, pointSchema, DispatchError, type Point } from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import {
  ChannelService,
  EntityNotFoundError,
  EventBus,
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
import { In, IsNull, Not } from 'typeorm';
import { DeliveryRetryRequestedEvent } from './delivery-retry-requested.event';
import { DriverDeliveryEvent } from './driver-delivery-event.entity';
import { DriverDelivery } from './driver-delivery.entity';
import { PARKED, STILL_TO_HAND_OVER } from './still-to-hand-over';

/** Back at the start. The message is made anew, as what made the other one wrong may have been mended. */
const ANEW = { state: 'HANDOVER', problem: null, message: null } as const;

/** Deliveries as people of a channel see them, and what they may do for stuck ones. */
@Injectable()
export class DriverDeliveryService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly channels: ChannelService,
    private readonly listQueryBuilder: ListQueryBuilder,
    private readonly eventBus: EventBus,
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

  /**
   * Lets a delivery that was parked be located and handed over anew. One that is on its way, or that the engine
   * has, goes on as it is; whatever the engine has not been told of it, it is told now. A disagreement with the engine
   * counts as seen, until it is found again.
   */
  async retry(ctx: RequestContext, id: ID): Promise<DriverDelivery> {
    await this.get(ctx, id);
    const deliveries = this.connection.getRepository(ctx, DriverDelivery);
    await deliveries.update({ ...PARKED, id }, ANEW);
    await deliveries.update({ id, disagreement: Not(IsNull()) }, { disagreement: null });
    return this.handOverSoon(ctx, id);
  }

  /**
   * Sets where a delivery is handed over, and lets it be handed over anew.
   *
   * @throws UserInputError for what is no point, and for a delivery whose message may have reached the engine
   */
  async setDropoff(ctx: RequestContext, id: ID, input: unknown): Promise<DriverDelivery> {
    const dropoffOverride = parsePoint(input);
    await this.get(ctx, id);
    const deliveries = this.connection.getRepository(ctx, DriverDelivery);
    const changes = { ...ANEW, dropoffOverride };
    const parked = await deliveries.update({ ...PARKED, id }, changes);
    if (parked.affected !== 1) {
      const unsent = await deliveries.update({ ...STILL_TO_HAND_OVER, id, message: IsNull() }, changes);
      if (unsent.affected !== 1) {
        throw new UserInputError('The drop-off stands: this delivery is handed over, under way or cancelled');
      }
    }
    return this.handOverSoon(ctx, id);
  }

  private async get(ctx: RequestContext, id: ID): Promise<DriverDelivery> {
    const delivery = await this.findOne(ctx, id);
    if (!delivery) {
      throw new EntityNotFoundError('DriverDelivery', id);
    }
    return delivery;
  }

  private async handOverSoon(ctx: RequestContext, id: ID): Promise<DriverDelivery> {
    await this.eventBus.publish(new DeliveryRetryRequestedEvent(ctx, id));
    return this.connection.getRepository(ctx, DriverDelivery).findOneByOrFail({ id });
  }

  private async visibleTo(ctx: RequestContext): Promise<{ channelId?: ID }> {
    const { id } = await this.channels.getDefaultChannel(ctx);
    return idsAreEqual(id, ctx.channelId) ? {} : { channelId: ctx.channelId };
  }
}

function parsePoint(input: unknown): Point {
  try {
    return parseMessage(pointSchema, input);
  } catch (error) {
    throw error instanceof DispatchError ? new UserInputError(error.message) : error;
  }
}
