import { Injectable } from '@nestjs/common';
import { idsAreEqual, Order, TransactionalConnection, type RequestContext } from '@vendure/core';
import { FINISHED_STATES } from '../delivery/driver-delivery-state';
import { DriverDelivery } from '../delivery/driver-delivery.entity';

/**
 * Returns the delivery PIN to the two who may know it: the signed-in customer of the order, and the holder of the PIN's
 * secret. Drivers, sellers, administrators and holders of the tracking code do not get it.
 */
@Injectable()
export class DeliveryPinService {
  constructor(private readonly connection: TransactionalConnection) {}

  /** Returns null unless the active user is the customer of the delivery's order. */
  async forCustomer(ctx: RequestContext, delivery: DriverDelivery): Promise<string | null> {
    const { activeUserId } = ctx;
    if (activeUserId === undefined || pinOf(delivery) === null) {
      return null;
    }
    const order = await this.connection
      .getRepository(ctx, Order)
      .findOne({ where: { id: delivery.orderId }, relations: { customer: { user: true } } });
    const userId = order?.customer?.user?.id;
    return userId !== undefined && idsAreEqual(userId, activeUserId) ? pinOf(delivery) : null;
  }

  async findBySecret(ctx: RequestContext, pinSecret: string): Promise<string | null> {
    const delivery = await this.connection.getRepository(ctx, DriverDelivery).findOneBy({ pinSecret });
    return delivery && pinOf(delivery);
  }
}

/** A PIN is of no use after the delivery's end. */
function pinOf({ state, handoverCode }: DriverDelivery): string | null {
  return FINISHED_STATES.some((finished) => finished === state) ? null : handoverCode;
}
