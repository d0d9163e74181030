import { Inject, Injectable } from '@nestjs/common';
import { Instrument, TransactionalConnection } from '@vendure/core';
import { And, IsNull, Not } from 'typeorm';
import { DRIVER_INTEGRATION_CONFIGURATION } from '../configuration/constants';
import type { DriverIntegrationConfiguration } from '../configuration/options';
import { before, within } from '../deliveries/database-clock';
import { DeliveryContextService } from '../deliveries/delivery-context.service';
import { DriverDelivery } from '../deliveries/driver-delivery.entity';
import { SYNCED_STATES } from './synced-states';
import { OrderFulfillmentService } from './order-fulfillment.service';

/** Maximum number of orders per sweep. */
const BATCH = 200;

/** Minimum age of the last change of a delivery, in ms. Before, the process that applied the event updates the order. */
const MIN_AGE_MS = 30_000;

/**
 * Maximum age of the last change of a delivery, in ms. So enabling `transitionOrders` does not change old orders.
 */
const MAX_AGE_MS = 24 * 60 * 60_000;

/** Updates orders that are out of sync, as their process crashed after the delivery event. */
@Injectable()
@Instrument()
export class OutOfSyncOrdersService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly contexts: DeliveryContextService,
    private readonly fulfillment: OrderFulfillmentService,
    @Inject(DRIVER_INTEGRATION_CONFIGURATION) private readonly configuration: DriverIntegrationConfiguration,
  ) {}

  /** @returns the number of orders out of sync */
  async sync(): Promise<{ outOfSync: number }> {
    if (!this.configuration.transitionOrders) {
      return { outOfSync: 0 };
    }
    const { rawConnection: connection } = this.connection;
    const updatedAt = And(before(connection, MIN_AGE_MS), within(connection, MAX_AGE_MS));
    const deliveries = await connection.getRepository(DriverDelivery).find({
      where: SYNCED_STATES.flatMap((state) => [
        { state, updatedAt, syncedState: IsNull() },
        { state, updatedAt, syncedState: Not(state) },
      ]),
      order: { updatedAt: 'ASC' },
      take: BATCH,
    });
    for (const delivery of deliveries) {
      await this.fulfillment.sync(await this.contexts.contextOf(delivery), delivery);
    }
    return { outOfSync: deliveries.length };
  }
}
