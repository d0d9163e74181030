import { Inject, Injectable } from '@nestjs/common';
import {
  idsAreEqual,
  Instrument,
  TransactionalConnection,
  type Order,
  type RequestContext,
} from '@vendure/core';
import { DRIVER_INTEGRATION_CONFIGURATION } from '../configuration/constants';
import type { DriverIntegrationConfiguration } from '../configuration/options';
import { FINISHED_STATES } from '../deliveries/driver-delivery-state';
import { DriverDelivery } from '../deliveries/driver-delivery.entity';
import { newSecret } from '../deliveries/new-secret';

type Pin = Pick<DriverDelivery, 'deliveryPin' | 'pinSecret' | 'pinUserId'>;

/**
 * Returns the delivery PIN to the signed-in customer of the order and to the holder of the PIN's secret. Drivers, sellers,
 * administrators and holders of the tracking code do not get it.
 */
@Injectable()
@Instrument()
export class DeliveryPinService {
  constructor(
    private readonly connection: TransactionalConnection,
    @Inject(DRIVER_INTEGRATION_CONFIGURATION) private readonly configuration: DriverIntegrationConfiguration,
  ) {}

  /**
   * Creates the PIN for the delivery of a paid order, if the strategy requires one.
   *
   * @param order with its customer and the customer's user
   */
  async create(ctx: RequestContext, order: Order): Promise<Pin> {
    const deliveryPin = await this.newPin(ctx, order);
    return deliveryPin === null
      ? { deliveryPin, pinSecret: null, pinUserId: null }
      : { deliveryPin, pinSecret: newSecret(), pinUserId: order.customer?.user?.id ?? null };
  }

  /** Creates a new PIN for a redelivery, as failed attempts of the previous delivery do not count for it. */
  async renew(ctx: RequestContext, order: Order, { pinSecret, pinUserId }: DriverDelivery): Promise<Pin> {
    const deliveryPin = await this.newPin(ctx, order);
    return { deliveryPin, pinSecret: deliveryPin === null ? null : (pinSecret ?? newSecret()), pinUserId };
  }

  /**
   * Returns the PIN if the active user was the customer when the order was paid, else null. An account that is registered
   * later with the e-mail address of a guest does not get the guest's PIN.
   */
  forCustomer({ activeUserId }: RequestContext, delivery: DriverDelivery): string | null {
    const { pinUserId } = delivery;
    const isCustomer =
      activeUserId !== undefined && pinUserId !== null && idsAreEqual(activeUserId, pinUserId);
    return isCustomer ? getPin(delivery) : null;
  }

  /**
   * Returns the secret of a delivery's PIN by its tracking code; null without a PIN. For e-mails to the customer only. It
   * must not become a template variable of an e-mail handler: those are stored in the job queue, which administrators
   * read.
   */
  async findSecret(trackingCode: string): Promise<string | null> {
    const delivery = await this.connection.rawConnection
      .getRepository(DriverDelivery)
      .findOneBy({ trackingCode });
    return delivery?.pinSecret ?? null;
  }

  async findBySecret(ctx: RequestContext, pinSecret: string): Promise<string | null> {
    const delivery = await this.connection.getRepository(ctx, DriverDelivery).findOneBy({ pinSecret });
    return delivery && getPin(delivery);
  }

  private async newPin(ctx: RequestContext, order: Order): Promise<string | null> {
    return (await this.configuration.proof.deliveryPinStrategy.pinFor(ctx, order)) ?? null;
  }
}

/** Returns null after the end of the delivery. */
function getPin({ state, deliveryPin }: DriverDelivery): string | null {
  return FINISHED_STATES.some((finished) => finished === state) ? null : deliveryPin;
}
