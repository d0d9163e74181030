import { parseMessage, sellerOrderSchema, type SellerOrder } from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import { Order, TransactionalConnection, type RequestContext } from '@vendure/core';
import { DRIVER_INTEGRATION_CONFIGURATION } from '../configuration/constants';
import type { DriverIntegrationConfiguration } from '../configuration/options';
import { identityOfDelivery } from '../delivery/delivery-identity';
import type { DriverDelivery, MissingPlace } from '../delivery/driver-delivery.entity';
import { DropoffLocatorService } from '../locating/dropoff-locator.service';

export type MessageAnswer =
  | { found: true; submission: SellerOrder; pickupPlaceId: string | null }
  | { found: false; missingPlace: MissingPlace; reason: string };

/** Makes the message that asks for a driver: from where, to where, when. */
@Injectable()
export class MessageBuilderService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly dropoffs: DropoffLocatorService,
    @Inject(DRIVER_INTEGRATION_CONFIGURATION) private readonly configuration: DriverIntegrationConfiguration,
  ) {}

  /** @throws DispatchError `invalid_message` when what the shop knows makes no valid message */
  async build(ctx: RequestContext, delivery: DriverDelivery): Promise<MessageAnswer> {
    const order = await this.connection.getRepository(ctx, Order).findOneOrFail({
      where: { id: delivery.orderId },
      relations: { channels: true, lines: true },
      relationLoadStrategy: 'query',
    });
    const pickup = await this.configuration.pickup.pickupFor(ctx, order);
    if (!pickup.found) {
      return { ...pickup, missingPlace: 'pickup' };
    }
    const dropoff = await this.dropoffs.dropoffFor(ctx, order, delivery.dropoffOverride);
    if (!dropoff.found) {
      return { ...dropoff, missingPlace: 'dropoff' };
    }
    const submission = parseMessage(sellerOrderSchema, {
      ...identityOfDelivery(delivery),
      sellerId: delivery.sellerId ?? undefined,
      // What was marked ready is so; of all else the store's preparation tells.
      pickup: delivery.readyAt
        ? { ...pickup.pickup, readyAt: delivery.readyAt.toISOString() }
        : pickup.pickup,
      dropoff: { ...dropoff.dropoff, handoverCode: delivery.handoverCode ?? undefined },
      searchRadiusMetres: pickup.searchRadiusMetres,
    });
    const pickupPlaceId = pickup.placeId === undefined ? null : String(pickup.placeId);
    return { found: true, submission, pickupPlaceId };
  }
}
