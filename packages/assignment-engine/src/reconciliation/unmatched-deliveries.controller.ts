import { unmatchedQuerySchema, type UnmatchedPage } from '@driver-dispatch/contract';
import { Controller, Get, UseGuards } from '@nestjs/common';
import type { z } from 'zod';
import { ValidQuery } from '../http/message.pipe';
import { OperatorGuard } from '../http/operator.guard';
import { UnmatchedDeliveriesService } from './unmatched-deliveries.service';

/** Deliveries that Vendure does not know, for operators. */
@Controller('/v1/unmatched-deliveries')
@UseGuards(OperatorGuard)
export class UnmatchedDeliveriesController {
  constructor(private readonly unmatched: UnmatchedDeliveriesService) {}

  @Get()
  list(
    @ValidQuery(unmatchedQuerySchema) query: z.output<typeof unmatchedQuerySchema>,
  ): Promise<UnmatchedPage> {
    return this.unmatched.list(query);
  }
}
