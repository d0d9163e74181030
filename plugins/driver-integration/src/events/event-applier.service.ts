import {
  deliveryEventSchema,
  getParameters,
  DispatchError,
  parseMessage,
  type DeliveryEvent,
  type DeliveryEventResult,
  type ReceivedEvent,
} from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import {
  Instrument,
  Logger,
  RequestContextService,
  TransactionalConnection,
  type RequestContext,
} from '@vendure/core';
import { LOG_CONTEXT } from '../configuration/constants';
import { DriverDeliveryTimelineEntry } from '../deliveries/driver-delivery-timeline-entry.entity';
import { DriverDelivery } from '../deliveries/driver-delivery.entity';
import { getChanges } from './event-changes';
import { EventPublisherService } from './event-publisher.service';
import { getSteps, type EventStep } from './event-steps';
import { EventTargetService, type RejectedEvent } from './event-target.service';

interface Applied {
  results: DeliveryEventResult[];
  rejected: RejectedEvent[];
  /** Events of deliveries that another process has changed since they were read. Applied again. */
  conflicting: DeliveryEvent[];
}

/** Applies the engine's events: each once, in sequence for each delivery, atomically. */
@Injectable()
@Instrument()
export class EventApplierService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly requestContexts: RequestContextService,
    private readonly targets: EventTargetService,
    private readonly publisher: EventPublisherService,
  ) {}

  /**
   * Applies a batch in one transaction. An event that is not applied does not affect the others. Events of a delivery that a
   * dispatcher has ended change nothing and are reported as duplicates.
   *
   * @returns a result for each event. Errors: `invalid_message`; `not_found` for an unknown submission key;
   * `identity_mismatch` for the key of another order; `sequence_gap` if an earlier event is missing; `idempotency_conflict`
   * if another event with this sequence was applied
   */
  async receive(received: readonly ReceivedEvent[]): Promise<DeliveryEventResult[]> {
    const results: DeliveryEventResult[] = [];
    const events: DeliveryEvent[] = [];
    for (const event of received) {
      try {
        events.push(parseMessage(deliveryEventSchema, event));
      } catch (error) {
        results.push(errorResult(event, error));
      }
    }
    const unordered = [...results, ...(await this.apply(events))];
    return received.map(({ id }) => {
      const index = unordered.findIndex((result) => result.id === id);
      return unordered.splice(index, 1)[0]!;
    });
  }

  private async apply(events: DeliveryEvent[]): Promise<DeliveryEventResult[]> {
    if (events.length === 0) {
      return [];
    }
    try {
      const ctx = await this.requestContexts.create({ apiType: 'admin' });
      const { results, rejected, conflicting } = await this.connection.withTransaction(ctx, (transaction) =>
        this.applyIn(transaction, events),
      );
      for (const one of rejected) {
        await this.targets.report(one);
      }
      return [...results, ...(await this.apply(conflicting))];
    } catch (error) {
      if (events.length === 1) {
        return [errorResult(events[0]!, error)];
      }
      const individually: DeliveryEventResult[] = [];
      for (const event of events) {
        individually.push(...(await this.apply([event])));
      }
      return individually;
    }
  }

  private async applyIn(ctx: RequestContext, events: DeliveryEvent[]): Promise<Applied> {
    const { targets, rejected } = await this.targets.find(ctx, events);
    const results = rejected.map(({ event, error }) => errorResult(event, error));
    const conflicting: DeliveryEvent[] = [];
    const steps: EventStep[] = [];
    const earlier: [DriverDelivery, DeliveryEvent][] = [];
    // Prevents deadlocks: concurrent batches lock deliveries in the same order.
    const ordered = [...targets].sort(([a], [b]) => (a.submissionKey < b.submissionKey ? -1 : 1));
    for (const [delivery, received] of ordered) {
      if (delivery.endedBy !== null) {
        results.push(...received.map(({ id }) => ({ id, result: 'duplicate' as const })));
        continue;
      }
      const planned = getSteps(delivery, received);
      if (await this.advance(ctx, delivery, planned.steps)) {
        steps.push(...planned.steps);
        earlier.push(...planned.earlier.map((event): [DriverDelivery, DeliveryEvent] => [delivery, event]));
        results.push(...planned.gaps.map(({ event, error }) => errorResult(event, error)));
      } else {
        conflicting.push(...received);
      }
    }
    await this.record(ctx, steps);
    results.push(...steps.map(({ event: { id } }) => ({ id, result: 'applied' as const })));
    results.push(...(await this.compare(ctx, earlier)));
    return { results, rejected, conflicting };
  }

  /** @returns false, without changes, if the delivery has changed since it was read */
  private async advance(
    ctx: RequestContext,
    { id, sequence }: DriverDelivery,
    steps: EventStep[],
  ): Promise<boolean> {
    const last = steps.at(-1);
    if (!last) {
      return true;
    }
    const changes: Partial<DriverDelivery> = Object.assign(
      {},
      ...steps.map(({ event }) => getChanges(event)),
    );
    const { affected } = await this.connection
      .getRepository(ctx, DriverDelivery)
      .update({ id, sequence }, { ...changes, sequence: last.after.sequence });
    return affected === 1;
  }

  private async record(ctx: RequestContext, steps: EventStep[]): Promise<void> {
    if (steps.length > 0) {
      await this.connection
        .getRepository(ctx, DriverDeliveryTimelineEntry)
        .createQueryBuilder()
        .insert()
        .values(
          steps.map(({ event: { id, type, timestamp, data }, after }) => ({
            deliveryId: after.id,
            sequence: data.sequence,
            eventId: id,
            type,
            at: new Date(timestamp),
            data,
          })),
        )
        .updateEntity(false)
        .execute();
    }
    await this.publisher.publish(ctx, steps);
  }

  /** Distinguishes duplicates from different events with the same sequence. */
  private async compare(
    ctx: RequestContext,
    earlier: [DriverDelivery, DeliveryEvent][],
  ): Promise<DeliveryEventResult[]> {
    if (earlier.length === 0) {
      return [];
    }
    const stored = await this.connection.getRepository(ctx, DriverDeliveryTimelineEntry).find({
      where: earlier.map(([{ id }, { data }]) => ({ deliveryId: id, sequence: data.sequence })),
      select: { id: true, eventId: true },
    });
    const known = new Set(stored.map(({ eventId }) => eventId));
    return earlier.map(([, event]) =>
      known.has(event.id)
        ? { id: event.id, result: 'duplicate' }
        : errorResult(
            event,
            new DispatchError('idempotency_conflict', `Another event has sequence ${event.data.sequence}`),
          ),
    );
  }
}

function errorResult({ id }: { id: string }, thrown: unknown): DeliveryEventResult {
  if (thrown instanceof DispatchError) {
    const { code, message, retryAfterSeconds } = thrown;
    const details = getParameters(thrown);
    return { id, result: 'error', error: { code, message, details, retryAfterSeconds } };
  }
  const { message, stack } = thrown as Error;
  Logger.error(`Event not applied: ${message}`, LOG_CONTEXT, stack);
  return { id, result: 'error', error: { code: 'internal', message: 'The event was not applied' } };
}
