import { getSellerChannel } from '@driver-dispatch/contract';
import {
  idsAreEqual,
  InternalServerError,
  isGraphQlErrorResult,
  ChannelService,
  OrderService,
  ProductVariant,
  TransactionalConnection,
  type Channel,
  type Injector,
  type Order,
  type OrderLine,
  type OrderSellerStrategy,
  type RequestContext,
  type SplitOrderContents,
} from '@vendure/core';
import { SELLER_SHARE } from './payment';
import { groupBySellerChannel } from './group-by-seller-channel';

/** Splits a paid order into one order per seller and settles the payment of each seller order. */
export class MarketplaceOrderSellerStrategy implements OrderSellerStrategy {
  private connection!: TransactionalConnection;
  private channels!: ChannelService;
  private orders!: OrderService;

  init(injector: Injector): void {
    this.connection = injector.get(TransactionalConnection);
    this.channels = injector.get(ChannelService);
    this.orders = injector.get(OrderService);
  }

  async setOrderLineSellerChannel(ctx: RequestContext, line: OrderLine): Promise<Channel | undefined> {
    const variant = await this.connection.getRepository(ctx, ProductVariant).findOneOrFail({
      where: { id: line.productVariant.id },
      relations: { channels: true },
      loadEagerRelations: false,
    });
    return getSellerChannel(variant.channels);
  }

  async splitOrder(ctx: RequestContext, order: Order): Promise<SplitOrderContents[]> {
    const groups = groupBySellerChannel(order.lines);
    if ([...groups.keys()].every((channelId) => channelId === undefined)) {
      return [];
    }
    const platform = await this.channels.getDefaultChannel(ctx);
    return [...groups].map(([channelId, lines]) => ({
      channelId: channelId ?? platform.id,
      state: 'ArrangingPayment',
      lines,
      shippingLines: order.shippingLines.filter((shippingLine) =>
        lines.some((line) => line.shippingLineId && idsAreEqual(line.shippingLineId, shippingLine.id)),
      ),
    }));
  }

  async afterSellerOrdersCreated(ctx: RequestContext, parent: Order, sellerOrders: Order[]): Promise<void> {
    for (const order of sellerOrders) {
      const result = await this.orders.addPaymentToOrder(ctx, order.id, {
        method: SELLER_SHARE,
        metadata: { parentOrder: parent.code },
      });
      if (isGraphQlErrorResult(result)) {
        throw new InternalServerError(`Paying seller order ${order.code} failed: ${result.message}`);
      }
    }
  }
}
