import { getSellerChannel } from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import {
  ChannelService,
  idsAreEqual,
  Instrument,
  ShippingMethod,
  TransactionalConnection,
  type Channel,
  type ID,
  type Order,
  type OrderLine,
  type RequestContext,
} from '@vendure/core';
import { chooseStore, toMismatch, type DeliveryTerms, type StoreChoice } from '../delivery/delivery-refusal';
import { StoreDistanceService } from '../stores/store-distance.service';
import { OrderAddressService } from '../geocoding/order-address.service';
import { SaleableStockService, type SaleableStock } from '../stock/saleable-stock.service';

/** The lines of a cart that one shipping method delivers, and the channel of their seller. */
export interface CartPart {
  channel: Channel;
  lines: OrderLine[];
}

/** Determines which store delivers which lines of a cart. Each seller's lines are delivered from that seller's stores. */
@Injectable()
@Instrument()
export class CartDeliveryService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly channels: ChannelService,
    private readonly distances: StoreDistanceService,
    private readonly addresses: OrderAddressService,
    private readonly saleableStock: SaleableStockService,
  ) {}

  /**
   * Returns the lines that a shipping method delivers: the seller's lines for a method in a seller's channel, lines without
   * seller for other methods. If no line has a seller, returns all lines with the channel of the context.
   */
  async partOf(ctx: RequestContext, order: Order, method: ShippingMethod): Promise<CartPart> {
    const lines = order.lines.filter(({ quantity }) => quantity > 0);
    if (lines.every(({ sellerChannelId }) => sellerChannelId == null)) {
      return { channel: ctx.channel, lines };
    }
    const seller = getSellerChannel(await this.channelsOf(ctx, method.id));
    const channel = seller ?? (await this.channels.getDefaultChannel(ctx));
    const belongs = ({ sellerChannelId }: OrderLine) =>
      sellerChannelId == null ? !seller : idsAreEqual(sellerChannelId, channel.id);
    return { channel, lines: lines.filter(belongs) };
  }

  /**
   * Returns the store that delivers the part, or why none does. If the coordinates do not match the address, the address
   * determines the store.
   */
  async storeFor(
    ctx: RequestContext,
    order: Order,
    { channel, lines }: CartPart,
    terms: DeliveryTerms,
  ): Promise<StoreChoice> {
    const located = await this.addresses.locate(ctx, order.shippingAddress);
    if (!located) {
      return { deliverable: false, reason: 'ADDRESS_NOT_FOUND' };
    }
    const stores = await this.distances.storesOfChannel(ctx, channel, located.point);
    const ordered: Array<{ quantity: number; saleable: SaleableStock }> = [];
    for (const { quantity, productVariantId, productVariant } of stores.length > 1 ? lines : []) {
      const variantId = productVariantId ?? productVariant.id;
      ordered.push({ quantity, saleable: await this.saleableStock.of(ctx, variantId) });
    }
    const choice = chooseStore(stores, new Date(), terms, ({ id }) =>
      ordered.every(({ quantity, saleable }) => saleable(id) >= quantity),
    );
    return located.mismatch ? toMismatch(choice) : choice;
  }

  private async channelsOf(ctx: RequestContext, shippingMethodId: ID): Promise<Channel[]> {
    const { channels } = await this.connection.getRepository(ctx, ShippingMethod).findOneOrFail({
      where: { id: shippingMethodId },
      relations: { channels: true },
      order: { channels: { id: 'ASC' } },
      loadEagerRelations: false,
    });
    return channels;
  }
}
