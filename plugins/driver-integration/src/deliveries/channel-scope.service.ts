import { Injectable } from '@nestjs/common';
import { ChannelService, idsAreEqual, Instrument, type ID, type RequestContext } from '@vendure/core';

/** Restricts a request to the active channel. The default channel has access to all channels. */
@Injectable()
@Instrument()
export class ChannelScopeService {
  constructor(private readonly channels: ChannelService) {}

  /** @returns the channel that a request is restricted to; undefined for all channels */
  async channelIdOf(ctx: RequestContext): Promise<ID | undefined> {
    const { id } = await this.channels.getDefaultChannel(ctx);
    return idsAreEqual(id, ctx.channelId) ? undefined : ctx.channelId;
  }

  /** Like {@link channelIdOf}, as a string for the engine. */
  async engineChannelOf(ctx: RequestContext): Promise<string | undefined> {
    const channelId = await this.channelIdOf(ctx);
    return channelId === undefined ? undefined : String(channelId);
  }
}
