import { Injectable } from '@nestjs/common';
import { Instrument, TransactionalConnection, type RequestContext } from '@vendure/core';
import { In, MoreThanOrEqual, type FindOptionsWhere } from 'typeorm';
import { ChannelScopeService } from '../deliveries/channel-scope.service';
import { CLOCK_TOLERANCE_MS, within } from '../deliveries/database-clock';
import { DriverDeliveryTimelineEntry } from '../deliveries/driver-delivery-timeline-entry.entity';
import { DriverDelivery } from '../deliveries/driver-delivery.entity';

/** Maximum number of assignments in the median. */
const MAX_ASSIGNMENTS = 1_000;

export interface DispatchStatistics {
  /** Median; null without assignments. */
  secondsToAssign: number | null;
  delivered: number;
  /** Delivered by the promised time, or without one. */
  deliveredOnTime: number;
}

/** Statistics of the deliveries of the active channel. */
@Injectable()
@Instrument()
export class DispatchStatisticsService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly scope: ChannelScopeService,
  ) {}

  async since(ctx: RequestContext, since: Date): Promise<DispatchStatistics> {
    const channelId = await this.scope.channelIdOf(ctx);
    const changed: FindOptionsWhere<DriverDelivery> = {
      ...(channelId === undefined ? {} : { channelId }),
      // Reduces the deliveries by the index of `state` and `updatedAt`.
      updatedAt: within(this.connection.rawConnection, Date.now() - since.getTime() + CLOCK_TOLERANCE_MS),
    };
    const [secondsToAssign, delivered, late] = await Promise.all([
      this.secondsToAssign(ctx, since, changed),
      this.delivered(ctx, since, changed).getCount(),
      this.late(ctx, since, changed),
    ]);
    return { secondsToAssign, delivered, deliveredOnTime: delivered - late };
  }

  /** Median time from the start of the search to the assignment. */
  private async secondsToAssign(
    ctx: RequestContext,
    since: Date,
    changed: FindOptionsWhere<DriverDelivery>,
  ): Promise<number | null> {
    const assignments = await this.connection.getRepository(ctx, DriverDeliveryTimelineEntry).find({
      select: { id: true, at: true, delivery: { id: true, submittedAt: true, heldUntil: true } },
      relations: { delivery: true },
      where: {
        type: 'delivery.assigned',
        at: MoreThanOrEqual(since),
        delivery: { ...changed, state: In(['ASSIGNED', 'PICKED_UP', 'DELIVERED', 'FAILED']) },
      },
      order: { at: 'DESC' },
      take: MAX_ASSIGNMENTS,
    });
    const seconds = assignments
      .map(({ at, delivery }) => (at.getTime() - searchedSince(delivery, at)) / 1_000)
      .sort((a, b) => a - b);
    return seconds[Math.floor(seconds.length / 2)] ?? null;
  }

  private delivered(ctx: RequestContext, since: Date, changed: FindOptionsWhere<DriverDelivery>) {
    return this.connection
      .getRepository(ctx, DriverDelivery)
      .createQueryBuilder('delivery')
      .setFindOptions({
        where: { ...changed, state: 'DELIVERED', deliveredAt: MoreThanOrEqual(since) },
      });
  }

  /** Counts the deliveries that were delivered after their promised time. */
  private late(ctx: RequestContext, since: Date, changed: FindOptionsWhere<DriverDelivery>): Promise<number> {
    return this.delivered(ctx, since, changed)
      .andWhere('delivery.deliveredAt > delivery.promisedAt')
      .getCount();
  }
}

/** When the search for a driver began, in ms. */
function searchedSince({ submittedAt, heldUntil }: DriverDelivery, assignedAt: Date): number {
  const since = Math.max(submittedAt?.getTime() ?? 0, heldUntil?.getTime() ?? 0);
  // A dispatcher may assign a driver during the hold. The clocks of shop and engine may differ.
  return since === 0 ? assignedAt.getTime() : Math.min(since, assignedAt.getTime());
}
