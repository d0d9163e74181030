import type { UnmatchedDelivery } from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import type { RequestContext } from '@vendure/core';
import { ChannelScopeService } from './channel-scope.service';
import { EngineOperatorService } from './engine-operator.service';

/** How many deliveries a page has that does not say. */
const DEFAULT_TAKE = 100;

/** Deliveries of the engine that this shop does not know, as people of a channel see them. */
@Injectable()
export class UnmatchedAdminService {
  constructor(
    private readonly engine: EngineOperatorService,
    private readonly scope: ChannelScopeService,
  ) {}

  /** The latest found first. */
  async findAll(
    ctx: RequestContext,
    page: { take?: number | null; skip?: number | null } = {},
  ): Promise<{ items: (UnmatchedDelivery & { engineDeliveryId: string })[]; totalItems: number }> {
    const channelId = await this.scope.engineChannelOf(ctx);
    const query = { channelId, take: page.take ?? DEFAULT_TAKE, skip: page.skip ?? 0 };
    const { deliveries, total } = await this.engine.ask((operator) => operator.unmatchedDeliveries(query));
    const items = deliveries.map((delivery) => ({ ...delivery, engineDeliveryId: delivery.deliveryId }));
    return { items, totalItems: total };
  }
}
