import { Injectable } from '@nestjs/common';
import { ChannelService, idsAreEqual, type Channel, type ID, type RequestContext } from '@vendure/core';

/** Maximum clock difference between shop and engine, in ms. */
const CLOCK_TOLERANCE_MS = 60_000;

/** Restricts a request to the active channel. The default channel has access to all channels. */
@Injectable()
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

/**
 * Returns the earliest time at which a driver can have been assigned to a channel. After a restore, a channel may reuse the
 * id of a lost channel; an earlier assignment belongs to the lost channel.
 */
export function earliestAssignmentTo({ createdAt }: Channel): Date {
  return new Date(createdAt.getTime() - CLOCK_TOLERANCE_MS);
}
