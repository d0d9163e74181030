import { Injectable } from '@nestjs/common';
import { EventBus, Instrument, type RequestContext } from '@vendure/core';
import { openAlerts } from '../deliveries/delivery-alerts';
import { DeliveryContextService } from '../deliveries/delivery-context.service';
import { DeliveryHistoryService } from '../deliveries/delivery-history.service';
import { DriverDeliveryAlertEvent } from '../deliveries/driver-delivery-alert.event';
import { DriverDeliveryStepEvent } from '../deliveries/driver-delivery-step.event';
import type { EventStep } from './event-steps';

/** Adds applied events to the order history and publishes them on the event bus. */
@Injectable()
@Instrument()
export class EventPublisherService {
  constructor(
    private readonly contexts: DeliveryContextService,
    private readonly history: DeliveryHistoryService,
    private readonly eventBus: EventBus,
  ) {}

  /** @param transaction the transaction that applies the events */
  async publish(transaction: RequestContext, steps: readonly EventStep[]): Promise<void> {
    const getContext = this.contexts.within(transaction);
    for (const step of steps) {
      const ctx = await getContext(step.after);
      await this.addToHistory(ctx, step);
      await this.publishStep(ctx, step);
    }
  }

  private async addToHistory(ctx: RequestContext, { event, after }: EventStep): Promise<void> {
    await this.history.add(ctx, after, {
      event: event.type,
      driverName: after.driverName ?? undefined,
      problem: after.problem ?? undefined,
      failureCode: after.failureCode ?? undefined,
      note: after.endReason ?? undefined,
      ...('alert' in event.data && { alert: event.data.alert }),
      ...('operator' in event.data && { operator: event.data.operator }),
      ...(event.type === 'delivery.reassigned' && { previousDriverName: event.data.previousDriver.name }),
    });
  }

  private async publishStep(ctx: RequestContext, { event, before, after }: EventStep): Promise<void> {
    if (event.type === 'delivery.alert_raised') {
      await this.eventBus.publish(new DriverDeliveryAlertEvent(ctx, after, event.data.alert, 'raised'));
      return;
    }
    if (event.type !== 'delivery.alert_resolved' && event.type !== 'delivery.pin_attempts_reset') {
      await this.eventBus.publish(new DriverDeliveryStepEvent(ctx, after, event.type));
    }
    const stillOpen = openAlerts(after);
    for (const alert of openAlerts(before).filter((one) => !stillOpen.includes(one))) {
      await this.eventBus.publish(new DriverDeliveryAlertEvent(ctx, after, alert, 'resolved'));
    }
  }
}
