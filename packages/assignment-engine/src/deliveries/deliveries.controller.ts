import {
  assignManuallySchema,
  deliveryStateSchema,
  endDeliverySchema,
  reassignSchema,
  resetFailedPinAttemptsSchema,
  type AssignManually,
  type EndDelivery,
  type Reassign,
  type ResetFailedPinAttempts,
} from '@driver-dispatch/contract';
import { Body, Controller, Get, HttpCode, Param, Post, Query, UseGuards } from '@nestjs/common';
import { z } from 'zod';
import { MessagePipe } from '../http/message.pipe';
import { OperatorGuard } from '../http/operator.guard';
import { DeliveriesService } from './deliveries.service';
import { DeliveryOperationsService } from './delivery-operations.service';
import { DeliveryReaderService } from './delivery-reader.service';

const listQuerySchema = z.object({
  state: deliveryStateSchema.optional(),
  take: z.coerce.number().int().min(1).max(500).default(50),
  skip: z.coerce.number().int().min(0).default(0),
});

export const deliveryIdSchema = z.uuid({ error: 'a delivery id is a UUID' });

/** Deliveries and their timelines, for operators. */
@Controller('/v1/deliveries')
@UseGuards(OperatorGuard)
export class DeliveriesController {
  constructor(
    private readonly deliveries: DeliveryReaderService,
    private readonly operations: DeliveryOperationsService,
    private readonly steps: DeliveriesService,
  ) {}

  @Get()
  async list(@Query(new MessagePipe(listQuerySchema)) query: z.infer<typeof listQuerySchema>) {
    return { deliveries: await this.deliveries.list(query) };
  }

  @Get(':id')
  get(@Param('id', new MessagePipe(deliveryIdSchema)) id: string) {
    return this.deliveries.get(id);
  }

  @Post(':id/retry')
  @HttpCode(200)
  retry(@Param('id', new MessagePipe(deliveryIdSchema)) id: string) {
    return this.operations.retry(id);
  }

  @Post(':id/assign')
  @HttpCode(200)
  assign(
    @Param('id', new MessagePipe(deliveryIdSchema)) id: string,
    @Body(new MessagePipe(assignManuallySchema)) choice: AssignManually,
  ) {
    return this.operations.assign(id, choice);
  }

  @Post(':id/reassign')
  @HttpCode(200)
  reassign(
    @Param('id', new MessagePipe(deliveryIdSchema)) id: string,
    @Body(new MessagePipe(reassignSchema)) choice: Reassign,
  ) {
    return this.operations.reassign(id, choice);
  }

  @Post(':id/end')
  @HttpCode(200)
  end(
    @Param('id', new MessagePipe(deliveryIdSchema)) id: string,
    @Body(new MessagePipe(endDeliverySchema)) end: EndDelivery,
  ) {
    return this.steps.end(id, end);
  }

  @Post(':id/reset-failed-pin-attempts')
  @HttpCode(200)
  resetFailedPinAttempts(
    @Param('id', new MessagePipe(deliveryIdSchema)) id: string,
    @Body(new MessagePipe(resetFailedPinAttemptsSchema)) reset: ResetFailedPinAttempts,
  ) {
    return this.operations.resetFailedPinAttempts(id, reset);
  }
}
