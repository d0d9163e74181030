import { deadLetterFilterSchema, deadLetterQuerySchema } from '@driver-dispatch/contract';
import { Controller, Get, HttpCode, Post, UseGuards } from '@nestjs/common';
import { z } from 'zod';
import { ValidBody, ValidParam, ValidQuery } from '../http/message.pipe';
import { OperatorGuard } from '../http/operator.guard';
import { DeadLettersService } from './dead-letters.service';

export const replaySchema = deadLetterFilterSchema.omit({ channelId: true }).default({});

const eventIdSchema = z.uuid({ error: 'an event id is a UUID' });

/** Dead letters for operators: list, read, replay. */
@Controller('/v1/dead-letters')
@UseGuards(OperatorGuard)
export class DeadLettersController {
  constructor(private readonly deadLetters: DeadLettersService) {}

  @Get()
  list(@ValidQuery(deadLetterQuerySchema) query: z.output<typeof deadLetterQuerySchema>) {
    const { take, skip, ...filter } = query;
    return this.deadLetters.list(filter, { take, skip });
  }

  @Get(':eventId')
  get(@ValidParam('eventId', eventIdSchema) eventId: string) {
    return this.deadLetters.get(eventId);
  }

  /** Replays the dead letters that match all conditions of the body; an empty body replays all. */
  @Post('replay')
  @HttpCode(200)
  async replay(@ValidBody(replaySchema) filter: z.infer<typeof replaySchema>) {
    return { replayed: await this.deadLetters.replay(filter) };
  }
}
