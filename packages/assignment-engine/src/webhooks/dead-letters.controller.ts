import { Body, Controller, Get, HttpCode, Post, UseGuards } from '@nestjs/common';
import { DataSource, IsNull, Not } from 'typeorm';
import { z } from 'zod';
import { sql } from '../database/sql';
import { DeliveryEventEntity } from '../deliveries/delivery-event.entity';
import { MessagePipe } from '../http/message.pipe';
import { OperatorGuard } from '../security/operator.guard';

const REPLAY = sql('replay-dead-letters.sql');

const replaySchema = z.object({ deliveryId: z.uuid().optional() }).default({});

/** Events that Vendure refused for good, or too often: seen and replayed by operators. */
@Controller('/v1/dead-letters')
@UseGuards(OperatorGuard)
export class DeadLettersController {
  constructor(private readonly dataSource: DataSource) {}

  @Get()
  async list() {
    const deadLetters = await this.dataSource.manager.find(DeliveryEventEntity, {
      where: { deadAt: Not(IsNull()) },
      order: { deadAt: 'ASC' },
      take: 500,
    });
    return { deadLetters };
  }

  /** Replays the dead letters of one delivery, or all of them. */
  @Post('replay')
  @HttpCode(200)
  async replay(@Body(new MessagePipe(replaySchema)) { deliveryId }: z.infer<typeof replaySchema>) {
    const [{ replayed }] = await this.dataSource.query<[{ replayed: number }]>(REPLAY, [deliveryId ?? null]);
    return { replayed };
  }
}
