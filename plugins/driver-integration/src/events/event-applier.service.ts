import {
  deliveryEventSchema,
  DispatchError,
  parseMessage,
  type DeliveryEvent,
  type DeliveryEventResult,
  type ReceivedEvent,
} from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import { EventBus, Logger, TransactionalConnection, type RequestContext } from '@vendure/core';
import { DRIVER_INTEGRATION_CONFIGURATION, LOG_CONTEXT } from '../configuration/constants';
import type { DriverIntegrationConfiguration } from '../configuration/options';
import { DeliveryContextService } from '../delivery/delivery-context.service';
import { DeliveryHistoryService } from '../delivery/delivery-history.service';
import { openAlerts } from '../delivery/delivery-alerts';
import { DriverDeliveryAlertEvent } from '../delivery/driver-delivery-alert.event';
import { DriverDeliveryStepEvent } from '../delivery/driver-delivery-step.event';
import { DriverDeliveryEvent } from '../delivery/driver-delivery-event.entity';
import { DriverDelivery } from '../delivery/driver-delivery.entity';
import { OrderFulfillmentService } from '../fulfillment/order-fulfillment.service';
import { changesOf } from './event-changes';
import { EventTargetService } from './event-target.service';

/** Applies the engine's events: each once, each delivery's in their sequence, wholly or not at all. */
@Injectable()
export class EventApplierService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly targets: EventTargetService,
    private readonly contexts: DeliveryContextService,
    private readonly history: DeliveryHistoryService,
    private readonly fulfillment: OrderFulfillmentService,
    private readonly eventBus: EventBus,
    @Inject(DRIVER_INTEGRATION_CONFIGURATION) private readonly configuration: DriverIntegrationConfiguration,
  ) {}

  /** Applies the events of a batch one after the other; an event that can't be applied does not affect the others. */
  async receive(events: readonly ReceivedEvent[]): Promise<DeliveryEventResult[]> {
    const results: DeliveryEventResult[] = [];
    for (const event of events) {
      results.push(await this.resultOf(event));
    }
    return results;
  }

  private async resultOf(received: ReceivedEvent): Promise<DeliveryEventResult> {
    const { id } = received;
    try {
      return { id, result: await this.apply(parseMessage(deliveryEventSchema, received)) };
    } catch (thrown) {
      if (thrown instanceof DispatchError) {
        const { code, message, retryAfterSeconds } = thrown;
        return { id, result: 'error', error: { code, message, retryAfterSeconds } };
      }
      const { message, stack } = thrown as Error;
      Logger.error(`An event could not be applied: ${message}`, LOG_CONTEXT, stack);
      return { id, result: 'error', error: { code: 'internal', message: 'The event could not be applied' } };
    }
  }

  /**
   * Resolves when the event is applied, now or earlier (`duplicate`).
   *
   * @throws DispatchError `not_found` for an unknown submission key, `identity_mismatch` for that of another order,
   * `sequence_gap` when an earlier event is missing, `idempotency_conflict` when another event was applied under its
   * sequence
   */
  async apply(event: DeliveryEvent): Promise<'applied' | 'duplicate'> {
    const known = await this.targets.find(event);
    const ctx = await this.contexts.contextOf(known);
    const delivery = await this.connection.withTransaction(ctx, async (transaction) => {
      const before =
        known.sequence === event.data.sequence - 1 ? known : await this.reload(transaction, known);
      return (await this.advance(transaction, known, event))
        ? this.record(transaction, before, event)
        : undefined;
    });
    // After the event is committed: an order that can't follow takes nothing of it back.
    if (delivery && this.configuration.transitionOrders) {
      await this.fulfillment.follow(ctx, delivery);
    }
    return delivery ? 'applied' : 'duplicate';
  }

  /**
   * Moves the delivery from the sequence before the event's to the event's. Of several that try at once the
   * database lets one; the others find the event applied.
   *
   * @returns false when it was applied before
   */
  private async advance(ctx: RequestContext, { id }: DriverDelivery, event: DeliveryEvent): Promise<boolean> {
    const { sequence } = event.data;
    const deliveries = this.connection.getRepository(ctx, DriverDelivery);
    const { affected } = await deliveries.update(
      { id, sequence: sequence - 1 },
      { sequence, ...changesOf(event) },
    );
    if (affected === 1) {
      return true;
    }
    const { sequence: applied } = await deliveries.findOneByOrFail({ id });
    if (sequence > applied) {
      throw new DispatchError('sequence_gap', `Event ${applied + 1} of this delivery comes first`, {
        details: { expected: applied + 1, received: sequence },
      });
    }
    const twin = await this.connection
      .getRepository(ctx, DriverDeliveryEvent)
      .findOneBy({ deliveryId: id, sequence });
    if (twin?.eventId !== event.id) {
      throw new DispatchError('idempotency_conflict', `Another event has sequence ${sequence}`);
    }
    return false;
  }

  private reload(ctx: RequestContext, { id }: DriverDelivery): Promise<DriverDelivery> {
    return this.connection.getRepository(ctx, DriverDelivery).findOneByOrFail({ id });
  }

  /**
   * @param before the delivery as it was without the event
   * @returns the delivery as the event has left it
   */
  private async record(
    ctx: RequestContext,
    before: DriverDelivery,
    event: DeliveryEvent,
  ): Promise<DriverDelivery> {
    const { id } = before;
    await this.connection.getRepository(ctx, DriverDeliveryEvent).save(
      new DriverDeliveryEvent({
        deliveryId: id,
        sequence: event.data.sequence,
        eventId: event.id,
        type: event.type,
        at: new Date(event.timestamp),
        data: event.data,
      }),
    );
    const delivery = await this.reload(ctx, before);
    await this.history.add(ctx, delivery, {
      event: event.type,
      driverName: delivery.driverName ?? undefined,
      note: delivery.problem ?? delivery.endReason ?? undefined,
      ...('alert' in event.data && { alert: event.data.alert }),
      ...('operator' in event.data && { operator: event.data.operator }),
      ...(event.type === 'delivery.reassigned' && { previousDriverName: event.data.previousDriver.name }),
    });
    await this.publish(ctx, before, delivery, event);
    return delivery;
  }

  private async publish(
    ctx: RequestContext,
    before: DriverDelivery,
    delivery: DriverDelivery,
    event: DeliveryEvent,
  ): Promise<void> {
    if (event.type === 'delivery.alert_raised') {
      await this.eventBus.publish(new DriverDeliveryAlertEvent(ctx, delivery, event.data.alert, 'raised'));
      return;
    }
    if (event.type !== 'delivery.alert_resolved') {
      await this.eventBus.publish(new DriverDeliveryStepEvent(ctx, delivery, event.type));
    }
    const stillOpen = openAlerts(delivery);
    for (const alert of openAlerts(before).filter((one) => !stillOpen.includes(one))) {
      await this.eventBus.publish(new DriverDeliveryAlertEvent(ctx, delivery, alert, 'resolved'));
    }
  }
}
