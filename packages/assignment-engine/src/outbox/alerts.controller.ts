import { Controller, Get, UseGuards } from '@nestjs/common';
import { z } from 'zod';
import { ValidQuery } from '../http/message.pipe';
import { OperatorGuard } from '../http/operator.guard';
import { AlertsService } from './alerts.service';

const listQuerySchema = z.object({ all: z.enum(['true', 'false']).default('false') });

/** Alerts for operators: the open ones, or with `all` the resolved ones too, newest first. */
@Controller('/v1/alerts')
@UseGuards(OperatorGuard)
export class AlertsController {
  constructor(private readonly alerts: AlertsService) {}

  @Get()
  async list(@ValidQuery(listQuerySchema) { all }: z.infer<typeof listQuerySchema>) {
    return { alerts: await this.alerts.list(all === 'true') };
  }
}
