import {
  assignManuallySchema,
  deliveryStateSchema,
  endDeliverySchema,
  readMessagesSchema,
  reassignSchema,
  resetFailedPinAttemptsSchema,
  sendMessageSchema,
  type AssignManually,
  type EndDelivery,
  type ReadMessages,
  type Reassign,
  type ResetFailedPinAttempts,
  type SendMessage,
} from '@driver-dispatch/contract';
import { Controller, Get, HttpCode, Post, UseGuards } from '@nestjs/common';
import { z } from 'zod';
import { ValidBody, ValidParam, ValidQuery } from '../http/message.pipe';
import { OperatorGuard } from '../http/operator.guard';
import { DeliveriesService } from './deliveries.service';
import { DeliveryMessagesService } from './delivery-messages.service';
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
    private readonly messages: DeliveryMessagesService,
  ) {}

  @Get()
  async list(@ValidQuery(listQuerySchema) query: z.infer<typeof listQuerySchema>) {
    return { deliveries: await this.deliveries.list(query) };
  }

  @Get(':id')
  get(@ValidParam('id', deliveryIdSchema) id: string) {
    return this.deliveries.get(id);
  }

  @Post(':id/retry')
  @HttpCode(200)
  retry(@ValidParam('id', deliveryIdSchema) id: string) {
    return this.operations.retry(id);
  }

  @Post(':id/assign')
  @HttpCode(200)
  assign(
    @ValidParam('id', deliveryIdSchema) id: string,
    @ValidBody(assignManuallySchema) choice: AssignManually,
  ) {
    return this.operations.assign(id, choice);
  }

  @Post(':id/reassign')
  @HttpCode(200)
  reassign(@ValidParam('id', deliveryIdSchema) id: string, @ValidBody(reassignSchema) choice: Reassign) {
    return this.operations.reassign(id, choice);
  }

  @Post(':id/end')
  @HttpCode(200)
  end(@ValidParam('id', deliveryIdSchema) id: string, @ValidBody(endDeliverySchema) end: EndDelivery) {
    return this.steps.end(id, end);
  }

  @Post(':id/reset-failed-pin-attempts')
  @HttpCode(200)
  resetFailedPinAttempts(
    @ValidParam('id', deliveryIdSchema) id: string,
    @ValidBody(resetFailedPinAttemptsSchema) reset: ResetFailedPinAttempts,
  ) {
    return this.operations.resetFailedPinAttempts(id, reset);
  }

  @Post(':id/messages')
  @HttpCode(200)
  sendMessage(
    @ValidParam('id', deliveryIdSchema) id: string,
    @ValidBody(sendMessageSchema) message: SendMessage,
  ) {
    return this.messages.send(id, message);
  }

  @Post(':id/messages/read')
  @HttpCode(200)
  async readMessages(
    @ValidParam('id', deliveryIdSchema) id: string,
    @ValidBody(readMessagesSchema) read: ReadMessages,
  ) {
    return { read: await this.messages.markRead(id, read) };
  }
}
