import type { UnmatchedDelivery } from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { Instrument, type RequestContext } from '@vendure/core';
import { ChannelScopeService } from '../deliveries/channel-scope.service';
import { EngineOperatorService } from '../engine/engine-operator.service';
import { toPage, type PageOptions } from './to-page';

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
    options?: PageOptions,
  ): Promise<{
    items: (UnmatchedDelivery & { id: string; engineDeliveryId: string })[];
    totalItems: number;
  }> {
    const channelId = await this.scope.engineChannelOf(ctx);
    const query = { ...toPage(options), channelId };
    const { deliveries, total } = await this.engine.call((operator) => operator.unmatchedDeliveries(query));
    const items = deliveries.map((delivery) => ({
      ...delivery,
      id: delivery.deliveryId,
      engineDeliveryId: delivery.deliveryId,
    }));
    return { items, totalItems: total };
  }
}
