import { timeSchema } from '@driver-dispatch/contract';
import { Body, Controller, Get, HttpCode, Param, Post, Query, UseGuards } from '@nestjs/common';
import { z } from 'zod';
import { MessagePipe } from '../http/message.pipe';
import { OperatorGuard } from '../security/operator.guard';
import { DeadLettersService } from './dead-letters.service';

const timesSchema = z.object({ since: timeSchema.optional(), until: timeSchema.optional() });

const listQuerySchema = timesSchema.extend({
  deliveryId: z.uuid().optional(),
  take: z.coerce.number().int().min(1).max(500).default(500),
  skip: z.coerce.number().int().min(0).default(0),
});

const replaySchema = timesSchema
  .extend({ deliveryId: z.uuid().optional(), eventId: z.uuid().optional() })
  .default({});

const eventIdSchema = z.uuid({ error: 'an event id is a UUID' });

/** Events that Vendure refused for good, or too often: seen and replayed by operators. */
@Controller('/v1/dead-letters')
@UseGuards(OperatorGuard)
export class DeadLettersController {
  constructor(private readonly deadLetters: DeadLettersService) {}

  @Get()
  async list(@Query(new MessagePipe(listQuerySchema)) query: z.infer<typeof listQuerySchema>) {
    const { take, skip, ...filter } = query;
    return { deadLetters: await this.deadLetters.list(filter, { take, skip }) };
  }

  @Get(':eventId')
  get(@Param('eventId', new MessagePipe(eventIdSchema)) eventId: string) {
    return this.deadLetters.get(eventId);
  }

  /** Replays the dead letters that meet every condition of the body, or all of them. */
  @Post('replay')
  @HttpCode(200)
  async replay(@Body(new MessagePipe(replaySchema)) filter: z.infer<typeof replaySchema>) {
    return { replayed: await this.deadLetters.replay(filter) };
  }
}
