import { Injectable } from '@nestjs/common';
import { ChannelService, idsAreEqual, type Channel, type ID, type RequestContext } from '@vendure/core';

/** By how much the clocks of shop and engine may differ, in ms. */
const CLOCK_TOLERANCE_MS = 60_000;

/** Whose deliveries and drivers a request is about: the active channel's, or everybody's from the default one. */
@Injectable()
export class ChannelScopeService {
  constructor(private readonly channels: ChannelService) {}

  /** @returns the channel that a request keeps to; undefined where it is about all of them */
  async channelIdOf(ctx: RequestContext): Promise<ID | undefined> {
    const { id } = await this.channels.getDefaultChannel(ctx);
    return idsAreEqual(id, ctx.channelId) ? undefined : ctx.channelId;
  }

  /** The same as text, as the engine knows channels. */
  async engineChannelOf(ctx: RequestContext): Promise<string | undefined> {
    const channelId = await this.channelIdOf(ctx);
    return channelId === undefined ? undefined : String(channelId);
  }
}

/**
 * The earliest time at which a driver can have been assigned to a channel. After a restored backup a channel may have the
 * id of a lost one: an earlier assignment is to the lost one.
 */
export function earliestAssignmentTo({ createdAt }: Channel): Date {
  return new Date(createdAt.getTime() - CLOCK_TOLERANCE_MS);
}
