import type { UnmatchedDelivery } from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { Instrument, type RequestContext } from '@vendure/core';
import { ChannelScopeService } from '../deliveries/channel-scope.service';
import { EngineOperatorService } from '../engine/engine-operator.service';

/** Default page size. */
const DEFAULT_TAKE = 100;

/** Reads the unmatched deliveries of a channel. */
@Injectable()
@Instrument()
export class UnmatchedAdminService {
  constructor(
    private readonly engine: EngineOperatorService,
    private readonly scope: ChannelScopeService,
  ) {}

  /** Returns a page of unmatched deliveries, latest found first. */
  async findAll(
    ctx: RequestContext,
    page: { take?: number | null; skip?: number | null } = {},
  ): Promise<{ items: (UnmatchedDelivery & { engineDeliveryId: string })[]; totalItems: number }> {
    const channelId = await this.scope.engineChannelOf(ctx);
    const query = { channelId, take: page.take ?? DEFAULT_TAKE, skip: page.skip ?? 0 };
    const { deliveries, total } = await this.engine.call((operator) => operator.unmatchedDeliveries(query));
    const items = deliveries.map((delivery) => ({ ...delivery, engineDeliveryId: delivery.deliveryId }));
    return { items, totalItems: total };
  }
}
