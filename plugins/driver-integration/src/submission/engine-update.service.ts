import { Injectable } from '@nestjs/common';
import { Instrument, TransactionalConnection, type ID, type RequestContext } from '@vendure/core';
import { In } from 'typeorm';
import { DeliveryContextService } from '../deliveries/delivery-context.service';
import { DriverDelivery } from '../deliveries/driver-delivery.entity';
import { CancellationService } from './cancellation.service';
import { PickupUpdateService } from './pickup-update.service';
import { SubmissionService, type FailedDelivery } from './submission.service';

/** Sends pending changes of deliveries to the engine: pickup updates, submissions, cancellations. */
@Injectable()
@Instrument()
export class EngineUpdateService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly contexts: DeliveryContextService,
    private readonly submissions: SubmissionService,
    private readonly cancellations: CancellationService,
    private readonly pickups: PickupUpdateService,
  ) {}

  /** Idempotent, also across processes. @param ids at most `MAX_SUBMITTED_ORDERS` */
  async update(ids: ID[]): Promise<FailedDelivery[]> {
    const failed: FailedDelivery[] = [];
    let deliveries = await this.load(ids);
    const changed = deliveries.filter(({ pickupChangedAt }) => pickupChangedAt !== null);
    if (changed.length > 0) {
      await this.each(changed, failed, (ctx, delivery) => this.pickups.update(ctx, delivery));
      deliveries = await this.load(ids);
    }
    const unsubmitted = deliveries.filter(
      ({ submittedAt, cancelRequestedAt, state }) =>
        submittedAt === null && cancelRequestedAt === null && state !== 'NOT_READY',
    );
    if (unsubmitted.length > 0) {
      failed.push(...(await this.submissions.submit(unsubmitted.map((delivery) => ({ delivery })))));
      // An order may be cancelled while it is submitted.
      deliveries = await this.load(ids);
    }
    const cancelled = deliveries.filter(
      ({ cancelRequestedAt, cancelAnsweredAt }) => cancelRequestedAt !== null && cancelAnsweredAt === null,
    );
    await this.each(cancelled, failed, (ctx, delivery) => this.cancellations.cancel(ctx, delivery));
    return failed;
  }

  private async each(
    deliveries: DriverDelivery[],
    failed: FailedDelivery[],
    work: (ctx: RequestContext, delivery: DriverDelivery) => Promise<void>,
  ): Promise<void> {
    for (const delivery of deliveries) {
      try {
        await work(await this.contexts.contextOf(delivery), delivery);
      } catch (error) {
        failed.push({ id: delivery.id, error });
      }
    }
  }

  private load(ids: ID[]): Promise<DriverDelivery[]> {
    return this.connection.rawConnection.getRepository(DriverDelivery).findBy({ id: In(ids) });
  }
}
