import type { DeadLetter } from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { UserInputError, type RequestContext } from '@vendure/core';
import { ChannelScopeService } from './channel-scope.service';
import { EngineOperatorService } from './engine-operator.service';

/** How many dead letters a page has that does not say. */
const DEFAULT_TAKE = 100;

/** Events that Vendure has refused, as people of a channel see them. */
@Injectable()
export class DeadLetterAdminService {
  constructor(
    private readonly engine: EngineOperatorService,
    private readonly scope: ChannelScopeService,
  ) {}

  /** The oldest first. */
  async findAll(
    ctx: RequestContext,
    page: { take?: number | null; skip?: number | null } = {},
  ): Promise<{ items: DeadLetter[]; totalItems: number }> {
    const channelId = await this.scope.engineChannelOf(ctx);
    const query = { channelId, take: page.take ?? DEFAULT_TAKE, skip: page.skip ?? 0 };
    const { deadLetters, total } = await this.engine.ask((operator) => operator.deadLetters(query));
    return { items: deadLetters, totalItems: total };
  }

  /**
   * Has one told again, or from the default channel all of them.
   *
   * @returns how many
   * @throws UserInputError for another channel's
   */
  async replay(ctx: RequestContext, eventId?: string | null): Promise<number> {
    const channelId = await this.scope.engineChannelOf(ctx);
    if (channelId === undefined) {
      return this.engine.ask((operator) => operator.replayDeadLetters({ eventId: eventId ?? undefined }));
    }
    if (!eventId) {
      throw new UserInputError('Only the default channel replays all dead letters at once');
    }
    const { total } = await this.engine.ask((operator) =>
      operator.deadLetters({ channelId, eventId, take: 1 }),
    );
    if (total === 0) {
      throw new UserInputError(`No dead letter ${eventId}`);
    }
    return this.engine.ask((operator) => operator.replayDeadLetters({ eventId }));
  }
}
