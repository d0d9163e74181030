import { Injectable } from '@nestjs/common';
import {
  ChannelService,
  idsAreEqual,
  ShippingMethod,
  TransactionalConnection,
  type Channel,
  type ID,
  type Order,
  type OrderLine,
  type RequestContext,
} from '@vendure/core';
import { chooseStore, mismatchOf, type DeliveryTerms, type StoreChoice } from '../delivery/delivery-refusal';
import { ReachService } from '../delivery/reach.service';
import { OrderAddressService } from '../geocoding/order-address.service';
import { FreeStockService, type FreeStock } from '../stock/free-stock.service';

/** The lines of a cart that one shipping method carries, and the channel of who sells them. */
export interface CartPart {
  channel: Channel;
  lines: OrderLine[];
}

/** How a cart's lines reach the door: each seller's by that seller's shipping method, from that seller's store. */
@Injectable()
export class CartDeliveryService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly channels: ChannelService,
    private readonly reach: ReachService,
    private readonly addresses: OrderAddressService,
    private readonly freeStock: FreeStockService,
  ) {}

  /**
   * What the method carries: of a method in a seller's channel the seller's lines, of another those of no seller. In
   * a shop whose lines have no sellers that is every line, from the stores of the channel it is bought in.
   */
  async partOf(ctx: RequestContext, order: Order, method: ShippingMethod): Promise<CartPart> {
    const lines = order.lines.filter(({ quantity }) => quantity > 0);
    if (lines.every(({ sellerChannelId }) => sellerChannelId == null)) {
      return { channel: ctx.channel, lines };
    }
    const channel = await this.channelOf(ctx, method.id);
    const isDefault = idsAreEqual(channel.id, (await this.channels.getDefaultChannel(ctx)).id);
    const belongs = ({ sellerChannelId }: OrderLine) =>
      sellerChannelId == null ? isDefault : idsAreEqual(sellerChannelId, channel.id);
    return { channel, lines: lines.filter(belongs) };
  }

  /**
   * The store that delivers the part, or why none does. Where the coordinates do not match the address, the store is the
   * one for the address.
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
    const stores = await this.reach.storesOfChannel(ctx, channel, located.point);
    const wanted: Array<{ quantity: number; free: FreeStock }> = [];
    for (const { quantity, productVariantId, productVariant } of stores.length > 1 ? lines : []) {
      const variantId = productVariantId ?? productVariant.id;
      wanted.push({ quantity, free: await this.freeStock.of(ctx, variantId) });
    }
    const choice = chooseStore(stores, new Date(), terms, ({ id }) =>
      wanted.every(({ quantity, free }) => free(id) >= quantity),
    );
    return located.mismatch ? mismatchOf(choice) : choice;
  }

  /** The method's channel that is not the default one; the default one where there is no other. */
  private async channelOf(ctx: RequestContext, shippingMethodId: ID): Promise<Channel> {
    const defaultChannel = await this.channels.getDefaultChannel(ctx);
    const { channels } = await this.connection.getRepository(ctx, ShippingMethod).findOneOrFail({
      where: { id: shippingMethodId },
      relations: { channels: true },
      order: { channels: { id: 'ASC' } },
      loadEagerRelations: false,
    });
    return channels.find(({ id }) => !idsAreEqual(id, defaultChannel.id)) ?? defaultChannel;
  }
}
