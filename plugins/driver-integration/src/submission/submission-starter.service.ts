import { MAX_SUBMITTED_ORDERS, NaturalBatches } from '@driver-dispatch/contract';
import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common';
import { EventBus, Instrument, JobQueueService, Logger, type ID, type JobQueue } from '@vendure/core';
import { DRIVER_INTEGRATION_CONFIGURATION, LOG_CONTEXT } from '../configuration/constants';
import type { DriverIntegrationConfiguration } from '../configuration/options';
import { DeliveryRetryRequestedEvent } from '../deliveries/delivery-retry-requested.event';
import { DeliveryCancelRequestedEvent } from '../trigger/delivery-cancel-requested.event';
import { SellerOrderReadyEvent } from '../trigger/seller-order-ready.event';
import { EngineUpdateService } from './engine-update.service';
import { OpenDeliveriesService } from './open-deliveries.service';
import { PickupUpdateService } from './pickup-update.service';
import { SUBMISSION_QUEUE } from './submission-backoff';
import { SubmissionBuilderService, type Unsubmitted } from './submission-builder.service';
import { SubmissionService, type FailedDelivery } from './submission.service';

/** Retries of the job queue. After them, the sweep retries the delivery. */
const RETRIES = 10;

const BATCHES = { maxItems: MAX_SUBMITTED_ORDERS };

/**
 * Submits deliveries after the commit, in the process that committed. Failed deliveries are retried by Vendure's job
 * queue, and then by the sweep. A retry that succeeds submits the other failed deliveries too.
 */
@Injectable()
@Instrument()
export class SubmissionStarterService
  implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown
{
  private queue!: JobQueue<{ deliveryIds: ID[] }>;

  private readonly ready = new NaturalBatches<Unsubmitted>(
    (items) => this.process(getIds(items), () => this.submissions.submit(items)),
    BATCHES,
  );

  private readonly changed = new NaturalBatches<ID>(
    (ids) => this.process(ids, () => this.updates.update(ids)),
    BATCHES,
  );

  constructor(
    private readonly jobs: JobQueueService,
    private readonly eventBus: EventBus,
    private readonly builder: SubmissionBuilderService,
    private readonly submissions: SubmissionService,
    private readonly updates: EngineUpdateService,
    private readonly pickups: PickupUpdateService,
    private readonly deliveries: OpenDeliveriesService,
    @Inject(DRIVER_INTEGRATION_CONFIGURATION) private readonly configuration: DriverIntegrationConfiguration,
  ) {}

  async onModuleInit(): Promise<void> {
    this.queue = await this.jobs.createQueue({
      name: SUBMISSION_QUEUE,
      process: async ({ data }) => {
        const [failed] = await this.updates.update(data.deliveryIds);
        if (failed) {
          throw failed.error;
        }
        // The engine is available again, so other failed deliveries are sent now.
        await this.updates.update(await this.deliveries.claimFailed(MAX_SUBMITTED_ORDERS));
      },
    });
  }

  onApplicationBootstrap(): void {
    this.eventBus.ofType(SellerOrderReadyEvent).subscribe((event) => void this.submit(event));
    const update = ({ deliveryId }: { deliveryId: ID }) => this.update([deliveryId]);
    this.eventBus.ofType(DeliveryCancelRequestedEvent).subscribe(update);
    this.eventBus.ofType(DeliveryRetryRequestedEvent).subscribe(update);
  }

  /** Deliveries that wait for a batch are submitted by the sweep. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([this.ready, this.changed].map((batches) => batches.stop()));
  }

  /** Updates waiting deliveries when their pickup place changes. Called after the pickup strategy is initialized. */
  watchPickups(): void {
    this.configuration.pickupStrategy.onPlaceChanged?.((placeId) => {
      this.pickups.mark(placeId).then(
        (ids) => this.update(ids),
        (error: Error) => {
          const message = `Pickup place ${placeId}: waiting deliveries not updated: ${error.message}`;
          Logger.error(message, LOG_CONTEXT);
        },
      );
    });
  }

  /** Sends pending changes of deliveries to the engine. */
  update(ids: ID[]): void {
    ids.forEach((id) => void this.changed.add(id));
  }

  private async submit({ order, delivery }: SellerOrderReadyEvent): Promise<void> {
    // On an error, `update` loads the delivery again and records the error.
    const dropoff = delivery.dropoffOverride
      ? undefined
      : await this.builder.locateDropoff(delivery, order).catch(() => undefined);
    if (dropoff) {
      void this.ready.add({ delivery, order, dropoff });
    } else {
      this.update([delivery.id]);
    }
  }

  /** Runs the work, and adds the deliveries that failed to the job queue. */
  private async process(ids: ID[], work: () => Promise<FailedDelivery[]>): Promise<void[]> {
    const deliveryIds = await failedIds(ids, work);
    if (deliveryIds.length > 0) {
      await this.queue.add({ deliveryIds }, { retries: RETRIES }).catch((error: Error) => {
        const message = `Deliveries ${deliveryIds.join()} not queued, waiting for the sweep: ${error.message}`;
        Logger.error(message, LOG_CONTEXT);
      });
    }
    return ids.map(() => undefined);
  }
}

const getIds = (items: Unsubmitted[]) => items.map(({ delivery }) => delivery.id);

/** @returns ids of the deliveries that failed */
async function failedIds(ids: ID[], work: () => Promise<FailedDelivery[]>): Promise<ID[]> {
  try {
    return (await work()).map(({ id }) => id);
  } catch (error) {
    Logger.error(`Deliveries ${ids.join()} not submitted: ${(error as Error).message}`, LOG_CONTEXT);
    return ids;
  }
}
