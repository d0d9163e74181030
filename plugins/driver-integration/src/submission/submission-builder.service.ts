import {
  DispatchError,
  parseMessage,
  sellerOrderSchema,
  type Issue,
  type SellerOrder,
} from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import { Instrument, Logger, Order, TransactionalConnection, type RequestContext } from '@vendure/core';
import { DRIVER_INTEGRATION_CONFIGURATION, LOG_CONTEXT } from '../configuration/constants';
import type { DriverIntegrationConfiguration } from '../configuration/options';
import type { LocatedPlaces } from '../configuration/promised-time-strategy';
import { DeliveryContextService } from '../deliveries/delivery-context.service';
import { identityOfDelivery } from '../deliveries/delivery-identity';
import type { DriverDelivery } from '../deliveries/driver-delivery.entity';
import { DropoffLocatorService, type DropoffResult } from './dropoff-locator.service';
import { createProblem } from '../problems/problem';
import { toProblem } from '../problems/problem-error';
import type { Parked } from './submission-outcome.service';

/** A delivery to submit, with data that is already loaded. */
export interface Unsubmitted {
  delivery: DriverDelivery;
  /** With its lines and channels. */
  order?: Order;
  dropoff?: DropoffResult;
}

/** The columns of a built submission. */
export type Built = Pick<DriverDelivery, 'pickupPlaceId' | 'storeName' | 'readyAt' | 'promisedAt'> & {
  submission: SellerOrder;
};

/** Builds the submission of an order: pickup, drop-off, requirements and ready time. Determines the promised time once. */
@Injectable()
@Instrument()
export class SubmissionBuilderService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly contexts: DeliveryContextService,
    private readonly dropoffs: DropoffLocatorService,
    @Inject(DRIVER_INTEGRATION_CONFIGURATION) private readonly configuration: DriverIntegrationConfiguration,
  ) {}

  /** Locates the drop-off. May call a geocoder. */
  async locateDropoff(delivery: DriverDelivery, order: Order): Promise<DropoffResult> {
    const ctx = await this.contexts.contextOf(delivery);
    return this.dropoffs.dropoffFor(ctx, order, delivery.dropoffOverride);
  }

  /** Reads within the transaction of the context. @returns the submission, or why the delivery can't be submitted */
  async build(ctx: RequestContext, { delivery, ...loaded }: Unsubmitted): Promise<Built | Parked> {
    const order = loaded.order ?? (await this.load(ctx, delivery));
    const store = await this.configuration.pickupStrategy.pickupFor(ctx, order);
    if (!store.found) {
      const { code, details } = store.problem;
      return { state: 'NOT_LOCATED', missingPlace: 'pickup', problem: createProblem(code, details) };
    }
    // The time at which the order was marked ready overrides the store's preparation time.
    const pickup = delivery.readyAt
      ? { ...store.pickup, readyAt: delivery.readyAt.toISOString() }
      : store.pickup;
    const promise = async (places: LocatedPlaces) =>
      delivery.promisedAt ?? (await this.promise(ctx, order, places));
    const dropoff = loaded.dropoff ?? (await this.locateDropoff(delivery, order));
    if (!dropoff.found) {
      const promisedAt = await promise({ pickup });
      return { state: 'NOT_LOCATED', missingPlace: 'dropoff', problem: dropoff.problem, promisedAt };
    }
    const requirements = await this.configuration.requirementsStrategy.requirementsOf(ctx, order);
    let submission: SellerOrder;
    try {
      submission = parseMessage(sellerOrderSchema, {
        ...identityOfDelivery(delivery),
        sellerId: delivery.sellerId ?? undefined,
        pickup,
        dropoff: { ...dropoff.dropoff, deliveryPin: delivery.deliveryPin ?? undefined },
        requirements,
        searchRadiusMetres: store.searchRadiusMetres,
      });
    } catch (error) {
      return park(error, pickup.name);
    }
    return {
      submission,
      pickupPlaceId: store.placeId === undefined ? null : String(store.placeId),
      storeName: submission.pickup.name ?? null,
      readyAt: new Date(submission.pickup.readyAt),
      promisedAt: await promise(submission),
    };
  }

  /** An error of the strategy does not delay the delivery. */
  private async promise(ctx: RequestContext, order: Order, places: LocatedPlaces): Promise<Date | null> {
    try {
      const promisedAt = await this.configuration.tracking.promisedTimeStrategy.promisedAt(
        ctx,
        order,
        places,
      );
      // Throws for an invalid date.
      promisedAt?.toISOString();
      return promisedAt ?? null;
    } catch (error) {
      const message = `Order ${order.code}: promised time not determined: ${(error as Error).message}`;
      Logger.error(message, LOG_CONTEXT);
      return null;
    }
  }

  private load(ctx: RequestContext, { orderId }: DriverDelivery): Promise<Order> {
    return this.connection.getRepository(ctx, Order).findOneOrFail({
      where: { id: orderId },
      relations: { channels: true, lines: true },
      relationLoadStrategy: 'query',
    });
  }
}

/** A delivery with an invalid pickup waits for the correction of its place. */
function park(error: unknown, pickup: string): Parked {
  const issues = ((error instanceof DispatchError && error.details?.issues) || []) as Issue[];
  return issues.some(({ path }) => path.startsWith('pickup.'))
    ? {
        state: 'NOT_LOCATED',
        missingPlace: 'pickup',
        problem: createProblem('PICKUP_INVALID', { pickup, issues }),
      }
    : { state: 'REFUSED', problem: toProblem(error) };
}
