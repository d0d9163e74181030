import { Inject, Injectable } from '@nestjs/common';
import { TransactionalConnection } from '@vendure/core';
import { And, IsNull, Not } from 'typeorm';
import { DRIVER_INTEGRATION_CONFIGURATION } from '../configuration/constants';
import type { DriverIntegrationConfiguration } from '../configuration/options';
import { before, within } from '../delivery/database-clock';
import { DeliveryContextService } from '../delivery/delivery-context.service';
import { DriverDelivery } from '../delivery/driver-delivery.entity';
import { FOLLOWED_STATES } from './followed-states';
import { OrderFulfillmentService } from './order-fulfillment.service';

/** How many orders one sweep lets follow. */
const BATCH = 200;

/** How long an order is left to the process that has applied its delivery's event, in ms. */
const LEFT_ALONE_MS = 30_000;

/**
 * How long after its delivery's last change an order may follow, in ms: a shop that has only begun to let orders
 * follow does not find all its old ones shipped.
 */
const FOLLOWS_WITHIN_MS = 24 * 60 * 60_000;

/** Lets orders follow whose process died between the event and the order. */
@Injectable()
export class OutOfSyncOrdersService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly contexts: DeliveryContextService,
    private readonly fulfillment: OrderFulfillmentService,
    @Inject(DRIVER_INTEGRATION_CONFIGURATION) private readonly configuration: DriverIntegrationConfiguration,
  ) {}

  /** @returns how many orders were left behind */
  async follow(): Promise<{ leftBehind: number }> {
    if (!this.configuration.transitionOrders) {
      return { leftBehind: 0 };
    }
    const { rawConnection: connection } = this.connection;
    const updatedAt = And(before(connection, LEFT_ALONE_MS), within(connection, FOLLOWS_WITHIN_MS));
    const deliveries = await connection.getRepository(DriverDelivery).find({
      where: FOLLOWED_STATES.flatMap((state) => [
        { state, updatedAt, followedState: IsNull() },
        { state, updatedAt, followedState: Not(state) },
      ]),
      order: { updatedAt: 'ASC' },
      take: BATCH,
    });
    for (const delivery of deliveries) {
      await this.fulfillment.follow(await this.contexts.contextOf(delivery), delivery);
    }
    return { leftBehind: deliveries.length };
  }
}
