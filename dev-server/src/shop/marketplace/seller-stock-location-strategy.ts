import {
  BaseStockLocationStrategy,
  idsAreEqual,
  StockLevel,
  StockLocation,
  type AvailableStock,
  type ID,
  type LocationWithQuantity,
  type OrderLine,
  type RequestContext,
} from '@vendure/core';
import { takeFromFullest } from './take-from-fullest';

/**
 * Allocates a line from the stock locations of its seller, whatever channel the customer shops in; a line
 * without a seller from the locations of the customer's channel.
 */
export class SellerStockLocationStrategy extends BaseStockLocationStrategy {
  async getAvailableStock(
    ctx: RequestContext,
    _productVariantId: ID,
    stockLevels: StockLevel[],
  ): Promise<AvailableStock> {
    const here = await this.locationsOfChannel(ctx, ctx.channelId);
    const levels = stockLevels.filter((level) => here.some((id) => idsAreEqual(id, level.stockLocationId)));
    return {
      stockOnHand: levels.reduce((sum, level) => sum + level.stockOnHand, 0),
      stockAllocated: levels.reduce((sum, level) => sum + level.stockAllocated, 0),
    };
  }

  async forAllocation(
    ctx: RequestContext,
    stockLocations: StockLocation[],
    orderLine: OrderLine,
    quantity: number,
  ): Promise<LocationWithQuantity[]> {
    const own = await this.locationsOfChannel(ctx, orderLine.sellerChannelId ?? ctx.channelId);
    const levels = await this.connection.getRepository(ctx, StockLevel).find({
      where: { productVariantId: orderLine.productVariantId },
      loadEagerRelations: false,
    });
    const locations = stockLocations
      .filter((location) => own.some((id) => idsAreEqual(id, location.id)))
      .map((location) => {
        const level = levels.find(({ stockLocationId }) => idsAreEqual(stockLocationId, location.id));
        return { location, free: level ? level.stockOnHand - level.stockAllocated : 0 };
      });
    return takeFromFullest(locations, quantity);
  }

  private async locationsOfChannel(ctx: RequestContext, channelId: ID): Promise<ID[]> {
    const locations = await this.connection.getRepository(ctx, StockLocation).find({
      select: { id: true },
      where: { channels: { id: channelId } },
      loadEagerRelations: false,
    });
    return locations.map(({ id }) => id);
  }
}
