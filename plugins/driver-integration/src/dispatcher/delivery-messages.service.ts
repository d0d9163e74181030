import { Injectable } from '@nestjs/common';
import { Instrument, type ID, type RequestContext } from '@vendure/core';
import type { DriverDelivery } from '../deliveries/driver-delivery.entity';
import { DriverDeliveryService } from '../deliveries/driver-delivery.service';
import { EngineOperatorService } from '../engine/engine-operator.service';
import { problemError } from '../problems/problem-error';
import { getOperator } from './get-operator';

/** Messages between administrators and the drivers of the deliveries of their channel. Only the engine stores them. */
@Injectable()
@Instrument()
export class DeliveryMessagesService {
  constructor(
    private readonly deliveries: DriverDeliveryService,
    private readonly engine: EngineOperatorService,
  ) {}

  /** @throws ProblemError without a text, and unless the delivery is ASSIGNED or PICKED_UP */
  async send(ctx: RequestContext, id: ID, text: string): Promise<DriverDelivery> {
    const delivery = await this.deliveries.get(ctx, id);
    const message = { text, operator: getOperator(ctx) };
    await this.engine.call((operator) => operator.sendMessage(idInEngine(delivery), message));
    return delivery;
  }

  /** Records that the administrator has read messages of the driver. */
  async markRead(ctx: RequestContext, id: ID, messageIds: string[]): Promise<DriverDelivery> {
    const delivery = await this.deliveries.get(ctx, id);
    const read = { messageIds, operator: getOperator(ctx) };
    await this.engine.call((operator) => operator.readMessages(idInEngine(delivery), read));
    return delivery;
  }
}

function idInEngine({ engineDeliveryId }: DriverDelivery): string {
  if (engineDeliveryId === null) {
    throw problemError('NOT_SUBMITTED');
  }
  return engineDeliveryId;
}
