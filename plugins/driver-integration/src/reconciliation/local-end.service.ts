import { randomUUID } from 'node:crypto';
import {
  DispatchError,
  isSameDelivery,
  type DeliveryEvent,
  type EndDelivery,
} from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { Logger, TransactionalConnection, UserInputError } from '@vendure/core';
import { LOG_CONTEXT } from '../configuration/constants';
import { identityOfDelivery } from '../delivery/delivery-identity';
import { DriverDelivery } from '../delivery/driver-delivery.entity';
import { EventApplierService } from '../events/event-applier.service';
import { EngineService } from '../submission/engine.service';

/** Statuses from which on an error is the engine's and not the request's. */
const FAULT = 500;

/** Ends deliveries that the engine has lost, or has in another state or of another order. */
@Injectable()
export class LocalEndService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly events: EventApplierService,
    private readonly engine: EngineService,
  ) {}

  /**
   * Ends a delivery in Vendure as an event of the engine would. Then the engine ends it too, if it has it. Where the engine
   * does not answer, the sweep asks it again.
   *
   * @throws UserInputError when the delivery has changed since it was read
   */
  async end(delivery: DriverDelivery, end: EndDelivery): Promise<void> {
    const [answer] = await this.events.receive([endEvent(delivery, end)]);
    if (answer?.result !== 'applied') {
      throw new UserInputError('The delivery has changed meanwhile: try again');
    }
    const deliveries = this.connection.rawConnection.getRepository(DriverDelivery);
    await deliveries.update(delivery.id, { disagreement: null });
    try {
      await this.endInEngine(await deliveries.findOneByOrFail({ id: delivery.id }));
    } catch (error) {
      Logger.warn(
        `The engine has not ended ${delivery.orderCode} yet: ${(error as Error).message}`,
        LOG_CONTEXT,
      );
    }
  }

  /**
   * Ends a delivery in the engine that a dispatcher has ended in Vendure. The engine's delivery of another order goes on.
   *
   * @throws when the engine can't be asked now; what it refuses it has ended, or does not have
   */
  async endInEngine(delivery: DriverDelivery): Promise<void> {
    const { engineDeliveryId, orderCode, endedBy, endReason } = delivery;
    const { operator } = await this.engine.client();
    if (!operator || engineDeliveryId === null || endedBy === null || endReason === null) {
      return;
    }
    try {
      const record = await operator.delivery(engineDeliveryId);
      if (!isSameDelivery(record, identityOfDelivery(delivery))) {
        Logger.info(`The engine did not end ${orderCode}: it has another order`, LOG_CONTEXT);
        return;
      }
      const end = { outcome: outcomeOf(delivery), reason: endReason, operator: endedBy };
      await operator.endDelivery(engineDeliveryId, end);
    } catch (error) {
      if (!(error instanceof DispatchError) || error.status >= FAULT) {
        throw error;
      }
      Logger.info(`The engine did not end ${orderCode}: ${error.message}`, LOG_CONTEXT);
    }
  }
}

function endEvent(delivery: DriverDelivery, { outcome, reason, operator }: EndDelivery): DeliveryEvent {
  const { engineDeliveryId, sequence } = delivery;
  const step = { id: randomUUID(), timestamp: new Date().toISOString() };
  const data = {
    ...identityOfDelivery(delivery),
    ...{ deliveryId: engineDeliveryId!, sequence: sequence + 1, operator },
  };
  return outcome === 'delivered'
    ? {
        ...{ ...step, type: 'delivery.delivered' },
        data: { ...data, state: 'DELIVERED', proof: { kind: 'dispatcher', reason } },
      }
    : {
        ...{ ...step, type: 'delivery.failed' },
        data: { ...data, state: 'FAILED', code: outcome === 'failed' ? 'other' : outcome, note: reason },
      };
}

function outcomeOf({ state, failureCode }: DriverDelivery): EndDelivery['outcome'] {
  if (state === 'DELIVERED') {
    return 'delivered';
  }
  return failureCode === 'returned_to_store' ? failureCode : 'failed';
}
