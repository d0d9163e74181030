import { getSellerChannel } from '@driver-dispatch/contract';
import {
  idsAreEqual,
  ShippingMethod,
  TransactionalConnection,
  type Injector,
  type Order,
  type OrderLine,
  type RequestContext,
  type ShippingLine,
  type ShippingLineAssignmentStrategy,
} from '@vendure/core';

/** Assigns a seller's shipping method to the lines of that seller. */
export class SellerShippingLineAssignmentStrategy implements ShippingLineAssignmentStrategy {
  private connection!: TransactionalConnection;

  init(injector: Injector): void {
    this.connection = injector.get(TransactionalConnection);
  }

  async assignShippingLineToOrderLines(
    ctx: RequestContext,
    shippingLine: ShippingLine,
    order: Order,
  ): Promise<OrderLine[]> {
    // A repository query, as hydrating the shipping line's method within this transaction can deadlock.
    const method = await this.connection.getRepository(ctx, ShippingMethod).findOneOrFail({
      where: { id: shippingLine.shippingMethodId ?? shippingLine.shippingMethod.id },
      relations: { channels: true },
      loadEagerRelations: false,
    });
    const seller = getSellerChannel(method.channels);
    return order.lines.filter((line) =>
      seller ? !!line.sellerChannelId && idsAreEqual(line.sellerChannelId, seller.id) : !line.sellerChannelId,
    );
  }
}
