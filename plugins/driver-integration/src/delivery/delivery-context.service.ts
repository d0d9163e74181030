import { Injectable } from '@nestjs/common';
import { ChannelService, RequestContextService, type RequestContext } from '@vendure/core';
import type { DriverDelivery } from './driver-delivery.entity';

/** The context of work on a delivery that nobody's request has started: its own channel, as an administrator. */
@Injectable()
export class DeliveryContextService {
  constructor(
    private readonly channels: ChannelService,
    private readonly contexts: RequestContextService,
  ) {}

  async contextOf({ channelId }: Pick<DriverDelivery, 'channelId'>): Promise<RequestContext> {
    const ctx = await this.contexts.create({ apiType: 'admin' });
    const channel = await this.channels.findOne(ctx, channelId);
    return this.contexts.create({ apiType: 'admin', channelOrToken: channel });
  }
}
