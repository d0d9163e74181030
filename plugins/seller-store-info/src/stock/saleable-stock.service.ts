import { Injectable } from '@nestjs/common';
import { GlobalFlag } from '@vendure/common/lib/generated-types';
import {
  GlobalSettingsService,
  Instrument,
  ProductVariant,
  StockLevel,
  TransactionalConnection,
  type ID,
  type RequestContext,
} from '@vendure/core';

/** Saleable units of a variant by stock location. */
export type SaleableStock = (stockLocationId: ID) => number;

/** Calculates the saleable stock of variants per stock location. */
@Injectable()
@Instrument()
export class SaleableStockService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly globalSettings: GlobalSettingsService,
  ) {}

  /** Returns the saleable stock of a variant. It is unlimited if the inventory of the variant is not tracked. */
  async of(ctx: RequestContext, productVariantId: ID): Promise<SaleableStock> {
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
    const saleable = new Map(
      levels.map((level) => [
        String(level.stockLocationId),
        level.stockOnHand - level.stockAllocated - threshold,
      ]),
    );
    return (stockLocationId) => saleable.get(String(stockLocationId)) ?? 0;
  }
}
