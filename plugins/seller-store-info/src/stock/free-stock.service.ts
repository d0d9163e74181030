import { Injectable } from '@nestjs/common';
import { GlobalFlag } from '@vendure/common/lib/generated-types';
import {
  GlobalSettingsService,
  ProductVariant,
  StockLevel,
  TransactionalConnection,
  type ID,
  type RequestContext,
} from '@vendure/core';

/** Pieces of a variant that may still be sold, by stock location. */
export type FreeStock = (stockLocationId: ID) => number;

/** What stock locations have left. */
@Injectable()
export class FreeStockService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly globalSettings: GlobalSettingsService,
  ) {}

  /** A variant whose inventory is not tracked is everywhere, as often as it is wanted. */
  async of(ctx: RequestContext, productVariantId: ID): Promise<FreeStock> {
    const { trackInventory, outOfStockThreshold } = await this.globalSettings.getSettings(ctx);
    const variant = await this.connection.getRepository(ctx, ProductVariant).findOneOrFail({
      where: { id: productVariantId },
      loadEagerRelations: false,
    });
    const tracked =
      variant.trackInventory === GlobalFlag.INHERIT
        ? trackInventory
        : variant.trackInventory === GlobalFlag.TRUE;
    if (!tracked) {
      return () => Number.POSITIVE_INFINITY;
    }
    const threshold = variant.useGlobalOutOfStockThreshold
      ? outOfStockThreshold
      : variant.outOfStockThreshold;
    const levels = await this.connection.getRepository(ctx, StockLevel).find({
      where: { productVariantId },
      loadEagerRelations: false,
    });
    const free = new Map(
      levels.map((level) => [
        String(level.stockLocationId),
        level.stockOnHand - level.stockAllocated - threshold,
      ]),
    );
    return (stockLocationId) => free.get(String(stockLocationId)) ?? 0;
  }
}
