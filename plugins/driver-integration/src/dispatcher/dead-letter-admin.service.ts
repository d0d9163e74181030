import type { DeadLetter } from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { Instrument, type RequestContext } from '@vendure/core';
import { ChannelScopeService } from '../deliveries/channel-scope.service';
import { EngineOperatorService } from '../engine/engine-operator.service';
import { problemError } from '../problems/problem-error';
import { toPage, type PageOptions } from './to-page';

/** Reads and replays the dead letters of a channel. */
@Injectable()
@Instrument()
export class DeadLetterAdminService {
  constructor(
    private readonly engine: EngineOperatorService,
    private readonly scope: ChannelScopeService,
  ) {}

  /** Returns a page of dead letters, oldest first. */
  async findAll(
    ctx: RequestContext,
    options?: PageOptions,
  ): Promise<{ items: DeadLetter[]; totalItems: number }> {
    const channelId = await this.scope.engineChannelOf(ctx);
    const query = { ...toPage(options), channelId };
    const { deadLetters, total } = await this.engine.call((operator) => operator.deadLetters(query));
    return { items: deadLetters, totalItems: total };
  }

  /**
   * Replays one dead letter, or in the default channel all of them.
   *
   * @returns the number of replayed dead letters
   * @throws ProblemError for a dead letter of another channel
   */
  async replay(ctx: RequestContext, eventId?: string | null): Promise<number> {
    const channelId = await this.scope.engineChannelOf(ctx);
    if (channelId === undefined) {
      return this.engine.call((operator) => operator.replayDeadLetters({ eventId: eventId ?? undefined }));
    }
    if (!eventId) {
      throw problemError('DEFAULT_CHANNEL_ONLY');
    }
    const { total } = await this.engine.call((operator) =>
      operator.deadLetters({ channelId, eventId, take: 1 }),
    );
    if (total === 0) {
      throw problemError('NOT_FOUND', { entity: 'dead_letter', id: eventId });
    }
    return this.engine.call((operator) => operator.replayDeadLetters({ eventId }));
  }
}
