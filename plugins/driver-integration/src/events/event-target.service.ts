import {
  DispatchError,
  identityOf,
  isSameDelivery,
  type DeliveryEvent,
  type DeliveryIdentity,
} from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { Logger, TransactionalConnection, type RequestContext } from '@vendure/core';
import { In } from 'typeorm';
import { LOG_CONTEXT } from '../configuration/constants';
import { identityOfDelivery } from '../delivery/delivery-identity';
import { DriverDelivery } from '../delivery/driver-delivery.entity';
import { DisagreementService } from '../reconciliation/disagreement.service';
import { DISAGREEMENTS } from '../reconciliation/judge-delivery';

/** An event that no delivery takes. */
export interface RefusedEvent {
  event: DeliveryEvent;
  /** The delivery of another order that has the event's submission key. */
  other: DriverDelivery | undefined;
  error: DispatchError;
}

/** Finds the delivery of an event: by its submission key, and only if the whole identity matches. */
@Injectable()
export class EventTargetService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly disagreements: DisagreementService,
  ) {}

  /** Reads the deliveries of events in one statement; their events are in the sequence in which they were received. */
  async find(
    ctx: RequestContext,
    events: readonly DeliveryEvent[],
  ): Promise<{ targets: Map<DriverDelivery, DeliveryEvent[]>; refused: RefusedEvent[] }> {
    const found = await this.connection
      .getRepository(ctx, DriverDelivery)
      .findBy({ submissionKey: In([...new Set(events.map(({ data }) => data.submissionKey))]) });
    const byKey = new Map(found.map((delivery) => [delivery.submissionKey, delivery]));
    const targets = new Map<DriverDelivery, DeliveryEvent[]>();
    const refused: RefusedEvent[] = [];
    for (const event of events) {
      const delivery = byKey.get(event.data.submissionKey);
      const error = refusalOf(event, delivery);
      if (error) {
        refused.push({ event, other: delivery, error });
      } else {
        targets.set(delivery!, [...(targets.get(delivery!) ?? []), event]);
      }
    }
    return { targets, refused };
  }

  /**
   * Logs a refused event and shows it with the delivery that has its submission key, unless a dispatcher has ended that.
   * Outside of any transaction.
   */
  async report({ event, other }: RefusedEvent): Promise<void> {
    const received = identityOf(event.data);
    if (other) {
      const stored = identityOfDelivery(other);
      warn('Event refused: its submission key is that of another order', received, [stored]);
      if (other.endedBy === null) {
        await this.disagreements.show(other, DISAGREEMENTS.otherOrder);
      }
      return;
    }
    // After a restore, the deliveries with the same order id may be those of another order.
    const sameOrderId = await this.connection.rawConnection
      .getRepository(DriverDelivery)
      .findBy({ orderId: received.sellerOrderId })
      .catch(() => []);
    warn('Event refused: unknown submission key', received, sameOrderId.map(identityOfDelivery));
  }
}

function refusalOf({ data }: DeliveryEvent, delivery: DriverDelivery | undefined): DispatchError | undefined {
  const { submissionKey } = data;
  if (!delivery) {
    return new DispatchError('not_found', `No delivery has the submission key ${submissionKey}`);
  }
  const [stored, received] = [identityOfDelivery(delivery), identityOf(data)];
  return isSameDelivery(stored, received)
    ? undefined
    : new DispatchError('identity_mismatch', `Submission key ${submissionKey} is that of another order`, {
        details: { stored, received },
      });
}

function warn(what: string, received: DeliveryIdentity, stored: DeliveryIdentity[]): void {
  Logger.warn(`${what}; received ${JSON.stringify(received)}, stored ${JSON.stringify(stored)}`, LOG_CONTEXT);
}
