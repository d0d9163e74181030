import { parseMessage, pointSchema, DispatchError, type Point } from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import {
  EntityNotFoundError,
  EventBus,
  ListQueryBuilder,
  Order,
  TransactionalConnection,
  UserInputError,
  type ID,
  type ListQueryOptions,
  type PaginatedList,
  type RequestContext,
} from '@vendure/core';
import { Brackets, In, IsNull, Not, type FindOptionsWhere, type SelectQueryBuilder } from 'typeorm';
import { ChannelScopeService } from '../operator/channel-scope.service';
import { DeliveryRetryRequestedEvent } from './delivery-retry-requested.event';
import { OPEN_STATES } from './driver-delivery-state';
import { DriverDeliveryEvent } from './driver-delivery-event.entity';
import { DriverDelivery } from './driver-delivery.entity';
import { PARKED, UNSUBMITTED } from './unsubmitted';

/** Back at the start. `submission` is built again, as what made it wrong may have been corrected. */
const ANEW = { state: 'SUBMITTING', problem: null, submission: null } as const;

/** What does not go on by itself, has waited too long or makes no progress. */
const STUCK: FindOptionsWhere<DriverDelivery>[] = [
  { problem: Not(IsNull()) },
  { mismatch: Not(IsNull()) },
  { state: 'FAILED' },
  { noProgressSince: Not(IsNull()) },
  { driverSilentSince: Not(IsNull()) },
];

/** Deliveries as people of a channel see them, and what they may do for stuck ones. */
@Injectable()
export class DriverDeliveryService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly scope: ChannelScopeService,
    private readonly listQueryBuilder: ListQueryBuilder,
    private readonly eventBus: EventBus,
  ) {}

  async findAll(
    ctx: RequestContext,
    options?: ListQueryOptions<DriverDelivery>,
  ): Promise<PaginatedList<DriverDelivery>> {
    return page(await this.list(ctx, options));
  }

  /** Those that need people: their `problem`, `mismatch` or alert says why, or they have failed. */
  async findStuck(
    ctx: RequestContext,
    options?: ListQueryOptions<DriverDelivery>,
  ): Promise<PaginatedList<DriverDelivery>> {
    const list = await this.list(ctx, options);
    return page(list.andWhere(new Brackets((stuck) => stuck.where(STUCK))));
  }

  /** Every delivery of an order, the first attempt first. */
  attemptsOf(ctx: RequestContext, orderId: ID): Promise<DriverDelivery[]> {
    return this.connection
      .getRepository(ctx, DriverDelivery)
      .find({ where: { orderId }, order: { attempt: 'ASC' } });
  }

  /** Those under way that the active channel sees, the oldest first. */
  async underWay(
    ctx: RequestContext,
    take: number,
  ): Promise<{ deliveries: DriverDelivery[]; truncated: boolean }> {
    const deliveries = await this.connection.getRepository(ctx, DriverDelivery).find({
      where: { state: In([...OPEN_STATES]), ...(await this.visibleTo(ctx)) },
      order: { id: 'ASC' },
      take: take + 1,
    });
    return { deliveries: deliveries.slice(0, take), truncated: deliveries.length > take };
  }

  async findOne(ctx: RequestContext, id: ID): Promise<DriverDelivery | null> {
    return this.connection
      .getRepository(ctx, DriverDelivery)
      .findOneBy({ id, ...(await this.visibleTo(ctx)) });
  }

  async findByEngineId(ctx: RequestContext, engineDeliveryId: string): Promise<DriverDelivery | null> {
    return this.connection
      .getRepository(ctx, DriverDelivery)
      .findOneBy({ engineDeliveryId, ...(await this.visibleTo(ctx)) });
  }

  async findBySubmissionKey(ctx: RequestContext, submissionKey: string): Promise<DriverDelivery | null> {
    return this.connection
      .getRepository(ctx, DriverDelivery)
      .findOneBy({ submissionKey, ...(await this.visibleTo(ctx)) });
  }

  /** The order's own delivery, the latest where it was sent out more than once. */
  async ofOrder(ctx: RequestContext, orderId: ID): Promise<DriverDelivery | null> {
    return this.connection
      .getRepository(ctx, DriverDelivery)
      .findOne({ where: { orderId }, order: { attempt: 'DESC' } });
  }

  /** The order's own delivery, or those of the seller orders it was split into: the latest of each. */
  async allOfOrder(ctx: RequestContext, orderId: ID): Promise<DriverDelivery[]> {
    const sellerOrders = await this.connection
      .getRepository(ctx, Order)
      .find({ where: { aggregateOrderId: orderId }, select: { id: true } });
    const deliveries = await this.connection.getRepository(ctx, DriverDelivery).find({
      where: { orderId: In([orderId, ...sellerOrders.map(({ id }) => id)]) },
      order: { id: 'ASC' },
    });
    return latestOfEach(deliveries);
  }

  eventsOf(ctx: RequestContext, deliveryId: ID): Promise<DriverDeliveryEvent[]> {
    return this.connection
      .getRepository(ctx, DriverDeliveryEvent)
      .find({ where: { deliveryId }, order: { sequence: 'ASC' } });
  }

  /**
   * Locates and submits a parked delivery again. A delivery that is being submitted, or that the engine has, goes on as it
   * is; the engine gets what it lacks of it. A mismatch with the engine
   * counts as seen, until it is found again.
   */
  async retry(ctx: RequestContext, id: ID): Promise<DriverDelivery> {
    await this.get(ctx, id);
    const deliveries = this.connection.getRepository(ctx, DriverDelivery);
    await deliveries.update({ ...PARKED, id }, ANEW);
    await deliveries.update({ id, mismatch: Not(IsNull()) }, { mismatch: null });
    return this.requestRetry(ctx, id);
  }

  /**
   * Sets the drop-off of a delivery and submits it again.
   *
   * @throws UserInputError for what is no point, and for a delivery that may have reached the engine
   */
  async setDropoff(ctx: RequestContext, id: ID, input: unknown): Promise<DriverDelivery> {
    const dropoffOverride = parsePoint(input);
    await this.get(ctx, id);
    const deliveries = this.connection.getRepository(ctx, DriverDelivery);
    const changes = { ...ANEW, dropoffOverride };
    const unready = { id, state: 'NOT_READY', cancelRequestedAt: IsNull() } as const;
    if ((await deliveries.update(unready, { dropoffOverride })).affected === 1) {
      return this.get(ctx, id);
    }
    const parked = await deliveries.update({ ...PARKED, id }, changes);
    if (parked.affected !== 1) {
      const unsent = await deliveries.update({ ...UNSUBMITTED, id, submission: IsNull() }, changes);
      if (unsent.affected !== 1) {
        throw new UserInputError('The drop-off stands: this delivery is handed over, under way or cancelled');
      }
    }
    return this.requestRetry(ctx, id);
  }

  /** @throws EntityNotFoundError for a delivery that the active channel does not see */
  async get(ctx: RequestContext, id: ID): Promise<DriverDelivery> {
    const delivery = await this.findOne(ctx, id);
    if (!delivery) {
      throw new EntityNotFoundError('DriverDelivery', id);
    }
    return delivery;
  }

  private async requestRetry(ctx: RequestContext, id: ID): Promise<DriverDelivery> {
    await this.eventBus.publish(new DeliveryRetryRequestedEvent(ctx, id));
    return this.connection.getRepository(ctx, DriverDelivery).findOneByOrFail({ id });
  }

  private async list(ctx: RequestContext, options?: ListQueryOptions<DriverDelivery>) {
    return this.listQueryBuilder.build(DriverDelivery, options, { ctx, where: await this.visibleTo(ctx) });
  }

  private async visibleTo(ctx: RequestContext): Promise<{ channelId?: ID }> {
    const channelId = await this.scope.channelIdOf(ctx);
    return channelId === undefined ? {} : { channelId };
  }
}

async function page(list: SelectQueryBuilder<DriverDelivery>): Promise<PaginatedList<DriverDelivery>> {
  const [items, totalItems] = await list.getManyAndCount();
  return { items, totalItems };
}

function latestOfEach(deliveries: DriverDelivery[]): DriverDelivery[] {
  const latest = new Map<string, DriverDelivery>();
  for (const delivery of deliveries) {
    const known = latest.get(String(delivery.orderId));
    if (!known || known.attempt < delivery.attempt) {
      latest.set(String(delivery.orderId), delivery);
    }
  }
  return [...latest.values()];
}

function parsePoint(input: unknown): Point {
  try {
    return parseMessage(pointSchema, input);
  } catch (error) {
    throw error instanceof DispatchError ? new UserInputError(error.message) : error;
  }
}
