import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { EventBus, JobQueueService, Logger, type ID, type JobQueue } from '@vendure/core';
import { DRIVER_INTEGRATION_CONFIGURATION, LOG_CONTEXT } from '../configuration/constants';
import type { DriverIntegrationConfiguration } from '../configuration/options';
import { DeliveryRetryRequestedEvent } from '../delivery/delivery-retry-requested.event';
import { DeliveryCancelRequestedEvent } from '../trigger/delivery-cancel-requested.event';
import { SellerOrderReadyEvent } from '../trigger/seller-order-ready.event';
import { HandoverService } from './handover.service';
import { PickupUpdateService } from './pickup-update.service';

/** How often the job queue tries before it is left to the sweep, which never gives up. */
const RETRIES = 10;

/** Hands deliveries over through Vendure's job queue as soon as what asks for it is committed. */
@Injectable()
export class HandoverQueueService implements OnModuleInit, OnApplicationBootstrap {
  private queue!: JobQueue<{ deliveryId: ID }>;

  constructor(
    private readonly jobs: JobQueueService,
    private readonly eventBus: EventBus,
    private readonly handover: HandoverService,
    private readonly pickups: PickupUpdateService,
    @Inject(DRIVER_INTEGRATION_CONFIGURATION) private readonly configuration: DriverIntegrationConfiguration,
  ) {}

  async onModuleInit(): Promise<void> {
    this.queue = await this.jobs.createQueue({
      name: 'driver-dispatch-handover',
      process: async ({ data }) => this.handover.handOver(data.deliveryId),
    });
  }

  onApplicationBootstrap(): void {
    const enqueue = ({ deliveryId }: { deliveryId: ID }) => {
      this.add(deliveryId).catch((error: Error) => {
        Logger.error(`Delivery ${deliveryId} is left to the sweep: ${error.message}`, LOG_CONTEXT);
      });
    };
    this.eventBus.ofType(SellerOrderReadyEvent).subscribe(enqueue);
    this.eventBus.ofType(DeliveryCancelRequestedEvent).subscribe(enqueue);
    this.eventBus.ofType(DeliveryRetryRequestedEvent).subscribe(enqueue);
  }

  /** Has waiting deliveries updated whose pickup place changes. Called once the pickup strategy is initialized. */
  watchPickups(): void {
    this.configuration.pickup.onPlaceChanged?.((placeId) => {
      this.updatePickups(placeId).catch((error: Error) => {
        Logger.error(
          `Pickup place ${placeId}: waiting deliveries are not updated: ${error.message}`,
          LOG_CONTEXT,
        );
      });
    });
  }

  private async updatePickups(placeId: ID): Promise<void> {
    for (const deliveryId of await this.pickups.mark(placeId)) {
      await this.add(deliveryId);
    }
  }

  async add(deliveryId: ID): Promise<void> {
    await this.queue.add({ deliveryId }, { retries: RETRIES });
  }
}
