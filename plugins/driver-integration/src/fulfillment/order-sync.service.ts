import { NaturalBatches } from '@driver-dispatch/contract';
import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { EventBus, Instrument } from '@vendure/core';
import { DRIVER_INTEGRATION_CONFIGURATION } from '../configuration/constants';
import type { DriverIntegrationConfiguration } from '../configuration/options';
import { DriverDeliveryStepEvent } from '../deliveries/driver-delivery-step.event';
import { OrderFulfillmentService } from './order-fulfillment.service';

/** Maximum number of orders updated concurrently. Each uses a database connection. */
const CONCURRENCY = 8;

/** Updates orders after the commit of a delivery event. The sweep repeats updates that a crash interrupts. */
@Injectable()
@Instrument()
export class OrderSyncService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly steps = new NaturalBatches<DriverDeliveryStepEvent>(
    (events) => Promise.all(events.map(({ ctx, delivery }) => this.fulfillment.sync(ctx, delivery))),
    { maxItems: CONCURRENCY },
  );

  constructor(
    private readonly eventBus: EventBus,
    private readonly fulfillment: OrderFulfillmentService,
    @Inject(DRIVER_INTEGRATION_CONFIGURATION) private readonly configuration: DriverIntegrationConfiguration,
  ) {}

  onApplicationBootstrap(): void {
    if (this.configuration.transitionOrders) {
      this.eventBus.ofType(DriverDeliveryStepEvent).subscribe((event) => void this.steps.add(event));
    }
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.steps.stop();
  }
}
