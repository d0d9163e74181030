import {
  DispatchError,
  getIdentity,
  isSameDelivery,
  notFound,
  type DeliveryEvent,
  type DeliveryIdentity,
} from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { Instrument, Logger, TransactionalConnection, type RequestContext } from '@vendure/core';
import { In } from 'typeorm';
import { LOG_CONTEXT } from '../configuration/constants';
import { identityOfDelivery } from '../deliveries/delivery-identity';
import { DriverDelivery } from '../deliveries/driver-delivery.entity';
import { MismatchService } from './mismatch.service';

/** An event without a matching delivery. */
export interface RejectedEvent {
  event: DeliveryEvent;
  /** The delivery of another order that has the event's submission key. */
  other: DriverDelivery | undefined;
  error: DispatchError;
}

/** Finds the delivery of an event by its submission key and checks the whole identity. */
@Injectable()
@Instrument()
export class EventTargetService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly mismatches: MismatchService,
  ) {}

  /** Reads the deliveries of events in one statement. The events of a delivery are in the order of receipt. */
  async find(
    ctx: RequestContext,
    events: readonly DeliveryEvent[],
  ): Promise<{ targets: Map<DriverDelivery, DeliveryEvent[]>; rejected: RejectedEvent[] }> {
    const found = await this.connection
      .getRepository(ctx, DriverDelivery)
      .findBy({ submissionKey: In([...new Set(events.map(({ data }) => data.submissionKey))]) });
    const byKey = new Map(found.map((delivery) => [delivery.submissionKey, delivery]));
    const targets = new Map<DriverDelivery, DeliveryEvent[]>();
    const rejected: RejectedEvent[] = [];
    for (const event of events) {
      const delivery = byKey.get(event.data.submissionKey);
      const error = getError(event, delivery);
      if (error) {
        rejected.push({ event, other: delivery, error });
      } else {
        targets.set(delivery!, [...(targets.get(delivery!) ?? []), event]);
      }
    }
    return { targets, rejected };
  }

  /**
   * Logs a rejected event and sets the mismatch of the delivery with its submission key, unless a dispatcher has ended that
   * delivery. Call it outside of transactions.
   */
  async report({ event, other }: RejectedEvent): Promise<void> {
    const received = getIdentity(event.data);
    if (other) {
      const stored = identityOfDelivery(other);
      warn('Event rejected: its submission key belongs to another order', received, [stored]);
      if (other.endedBy === null) {
        await this.mismatches.report(other, 'OTHER_ORDER');
      }
      return;
    }
    // After a restore, deliveries with the same order id may belong to another order.
    const sameOrderId = await this.connection.rawConnection
      .getRepository(DriverDelivery)
      .findBy({ orderId: received.sellerOrderId })
      .catch(() => []);
    warn('Event rejected: unknown submission key', received, sameOrderId.map(identityOfDelivery));
  }
}

function getError({ data }: DeliveryEvent, delivery: DriverDelivery | undefined): DispatchError | undefined {
  const { submissionKey } = data;
  if (!delivery) {
    return notFound('delivery', submissionKey);
  }
  const [stored, received] = [identityOfDelivery(delivery), getIdentity(data)];
  return isSameDelivery(stored, received)
    ? undefined
    : new DispatchError('identity_mismatch', `Submission key ${submissionKey} belongs to another order`, {
        details: { stored, received },
      });
}

function warn(text: string, received: DeliveryIdentity, stored: DeliveryIdentity[]): void {
  Logger.warn(`${text}; received ${JSON.stringify(received)}, stored ${JSON.stringify(stored)}`, LOG_CONTEXT);
}
