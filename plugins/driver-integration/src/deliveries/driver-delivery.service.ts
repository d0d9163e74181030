import { parseMessage, pointSchema, type Point } from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import {
  EntityNotFoundError,
  EventBus,
  Instrument,
  ListQueryBuilder,
  Order,
  TransactionalConnection,
  type ID,
  type ListQueryOptions,
  type PaginatedList,
  type RequestContext,
} from '@vendure/core';
import { Brackets, In, IsNull, Not, type FindOptionsWhere, type SelectQueryBuilder } from 'typeorm';
import { ChannelScopeService } from './channel-scope.service';
import { DeliveryRetryRequestedEvent } from './delivery-retry-requested.event';
import { OPEN_STATES } from './driver-delivery-state';
import { DriverDeliveryTimelineEntry } from './driver-delivery-timeline-entry.entity';
import { DriverDelivery } from './driver-delivery.entity';
import { problemError, ProblemError, toProblem } from '../problems/problem-error';
import { NO_PROBLEM } from './problem-columns';
import { PARKED, UNSUBMITTED } from './unsubmitted';

/** Resets a delivery to be located and submitted again. `submission` is rebuilt, as its data may be corrected. */
const RESET = { state: 'SUBMITTING', ...NO_PROBLEM, submission: null } as const;

/** Deliveries that need attention. */
const STUCK: FindOptionsWhere<DriverDelivery>[] = [
  { problemCode: Not(IsNull()) },
  { mismatch: Not(IsNull()) },
  { state: 'FAILED' },
  { noProgressSince: Not(IsNull()) },
  { driverSilentSince: Not(IsNull()) },
  { noShowSince: Not(IsNull()) },
];

/** Reads the deliveries of a channel and retries stuck deliveries. */
@Injectable()
@Instrument()
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

  /** Returns deliveries that need attention: with a `problem`, `mismatch` or alert, or FAILED. */
  async findStuck(
    ctx: RequestContext,
    options?: ListQueryOptions<DriverDelivery>,
  ): Promise<PaginatedList<DriverDelivery>> {
    const list = await this.list(ctx, options);
    return page(list.andWhere(new Brackets((stuck) => stuck.where(STUCK))));
  }

  /** Returns all deliveries of an order by `redeliveryNumber`. */
  redeliveriesOf(ctx: RequestContext, orderId: ID): Promise<DriverDelivery[]> {
    return this.connection
      .getRepository(ctx, DriverDelivery)
      .find({ where: { orderId }, order: { redeliveryNumber: 'ASC' } });
  }

  /** Returns the PENDING, ASSIGNED and PICKED_UP deliveries of the active channel, oldest first. */
  async findOpen(
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

  /** Returns the latest delivery of an order. */
  async ofOrder(ctx: RequestContext, orderId: ID): Promise<DriverDelivery | null> {
    return this.connection
      .getRepository(ctx, DriverDelivery)
      .findOne({ where: { orderId }, order: { redeliveryNumber: 'DESC' } });
  }

  /** Returns the latest delivery of an order, or of each of its seller orders. */
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

  timelineOf(ctx: RequestContext, deliveryId: ID): Promise<DriverDeliveryTimelineEntry[]> {
    return this.connection
      .getRepository(ctx, DriverDeliveryTimelineEntry)
      .find({ where: { deliveryId }, order: { sequence: 'ASC' } });
  }

  /**
   * Locates and submits a parked delivery again. Sends the engine missing updates of any other delivery. Clears the mismatch
   * until it is found again.
   */
  async retry(ctx: RequestContext, id: ID): Promise<DriverDelivery> {
    await this.get(ctx, id);
    const deliveries = this.connection.getRepository(ctx, DriverDelivery);
    await deliveries.update({ ...PARKED, id }, RESET);
    await deliveries.update({ id, mismatch: Not(IsNull()) }, { mismatch: null });
    return this.requestRetry(ctx, id);
  }

  /**
   * Sets the drop-off of a delivery and submits it again.
   *
   * @throws ProblemError for an invalid point, and for a delivery that may have been submitted
   */
  async setDropoff(ctx: RequestContext, id: ID, input: unknown): Promise<DriverDelivery> {
    const dropoffOverride = parsePoint(input);
    await this.get(ctx, id);
    const deliveries = this.connection.getRepository(ctx, DriverDelivery);
    const changes = { ...RESET, dropoffOverride };
    const notReady = { id, state: 'NOT_READY', cancelRequestedAt: IsNull() } as const;
    if ((await deliveries.update(notReady, { dropoffOverride })).affected === 1) {
      return this.get(ctx, id);
    }
    const parked = await deliveries.update({ ...PARKED, id }, changes);
    if (parked.affected !== 1) {
      const unsubmitted = await deliveries.update({ ...UNSUBMITTED, id, submission: IsNull() }, changes);
      if (unsubmitted.affected !== 1) {
        throw problemError('DROPOFF_FIXED');
      }
    }
    return this.requestRetry(ctx, id);
  }

  /** @throws EntityNotFoundError for a delivery that is not visible in the active channel */
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
    if (!known || known.redeliveryNumber < delivery.redeliveryNumber) {
      latest.set(String(delivery.orderId), delivery);
    }
  }
  return [...latest.values()];
}

function parsePoint(input: unknown): Point {
  try {
    return parseMessage(pointSchema, input);
  } catch (error) {
    throw new ProblemError(toProblem(error));
  }
}
