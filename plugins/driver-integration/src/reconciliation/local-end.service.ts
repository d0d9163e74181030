import { randomUUID } from 'node:crypto';
import {
  DispatchError,
  isSameDelivery,
  type DeliveryEvent,
  type EndDelivery,
} from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { Instrument, Logger, TransactionalConnection } from '@vendure/core';
import { LOG_CONTEXT } from '../configuration/constants';
import { identityOfDelivery } from '../deliveries/delivery-identity';
import { DriverDelivery } from '../deliveries/driver-delivery.entity';
import { EventApplierService } from '../events/event-applier.service';
import { EngineService } from '../engine/engine.service';
import { problemError } from '../problems/problem-error';

/** Lowest HTTP status of a server error. */
const SERVER_ERROR = 500;

/** Ends deliveries in Vendure that the engine has lost, or has in another state or for another order. */
@Injectable()
@Instrument()
export class LocalEndService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly events: EventApplierService,
    private readonly engine: EngineService,
  ) {}

  /**
   * Ends a delivery in Vendure like an event of the engine. Then ends it in the engine, if the engine has it. If the
   * engine is unavailable, the sweep retries that.
   *
   * @throws ProblemError if the delivery has changed since it was read
   */
  async end(delivery: DriverDelivery, end: EndDelivery): Promise<void> {
    const [answer] = await this.events.receive([endEvent(delivery, end)]);
    if (answer?.result !== 'applied') {
      throw problemError('CHANGED_MEANWHILE');
    }
    const deliveries = this.connection.rawConnection.getRepository(DriverDelivery);
    await deliveries.update(delivery.id, { mismatch: null });
    try {
      await this.endInEngine(await deliveries.findOneByOrFail({ id: delivery.id }));
    } catch (error) {
      Logger.warn(
        `Delivery of order ${delivery.orderCode} not ended in the engine yet: ${(error as Error).message}`,
        LOG_CONTEXT,
      );
    }
  }

  /**
   * Ends a delivery in the engine that a dispatcher has ended in Vendure. Does not end the engine's delivery of another
   * order. Ignores a rejection, as the engine then has ended or lost the delivery.
   *
   * @throws if the engine is unavailable
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
        Logger.info(
          `Delivery of order ${orderCode} not ended in the engine: it has another order`,
          LOG_CONTEXT,
        );
        return;
      }
      const end = { outcome: toOutcome(delivery), reason: endReason, operator: endedBy };
      await operator.endDelivery(engineDeliveryId, end);
    } catch (error) {
      if (!(error instanceof DispatchError) || error.status >= SERVER_ERROR) {
        throw error;
      }
      Logger.info(`Delivery of order ${orderCode} not ended in the engine: ${error.message}`, LOG_CONTEXT);
    }
  }
}

function endEvent(delivery: DriverDelivery, { outcome, reason, operator }: EndDelivery): DeliveryEvent {
  const { engineDeliveryId, sequence } = delivery;
  const step = { id: randomUUID(), timestamp: new Date().toISOString() };
  const data = {
    ...identityOfDelivery(delivery),
    deliveryId: engineDeliveryId!,
    sequence: sequence + 1,
    operator,
  };
  return outcome === 'DELIVERED'
    ? {
        ...step,
        type: 'delivery.delivered',
        data: { ...data, state: 'DELIVERED', proof: { kind: 'dispatcher', reason } },
      }
    : {
        ...step,
        type: 'delivery.failed',
        data: {
          ...data,
          state: 'FAILED',
          code: outcome === 'FAILED' ? 'other' : 'returned_to_store',
          note: reason,
        },
      };
}

function toOutcome({ state, failureCode }: DriverDelivery): EndDelivery['outcome'] {
  if (state === 'DELIVERED') {
    return 'DELIVERED';
  }
  return failureCode === 'returned_to_store' ? 'RETURNED_TO_STORE' : 'FAILED';
}
