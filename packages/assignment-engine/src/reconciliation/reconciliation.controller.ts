import { submissionKeySchema, timeSchema } from '@driver-dispatch/contract';
import { Controller, HttpCode, Post, UseGuards } from '@nestjs/common';
import { z } from 'zod';
import { ValidBody } from '../http/message.pipe';
import { OperatorGuard } from '../http/operator.guard';
import { ReconciliationService, type ReconciliationReport } from './reconciliation.service';

const reconcileSchema = z
  .object({
    submissionKeys: z.array(submissionKeySchema).max(10_000).optional(),
    since: timeSchema.optional(),
  })
  .nullish()
  .transform((body) => body ?? {});

/** Lets operators start a reconciliation with Vendure, such as after a restore from a backup. */
@Controller('/v1/reconcile')
@UseGuards(OperatorGuard)
export class ReconciliationController {
  constructor(private readonly reconciliation: ReconciliationService) {}

  /** Compares the deliveries of the given submission keys, or those that changed since a time, by default a day ago. */
  @Post()
  @HttpCode(200)
  reconcile(
    @ValidBody(reconcileSchema) comparison: z.output<typeof reconcileSchema>,
  ): Promise<ReconciliationReport> {
    return this.reconciliation.compareWithVendure(comparison);
  }
}
