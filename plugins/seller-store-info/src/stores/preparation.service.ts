import { Injectable } from '@nestjs/common';
import {
  OrderLine,
  ProductVariant,
  TransactionalConnection,
  type ID,
  type RequestContext,
} from '@vendure/core';
import { In } from 'typeorm';

/** What product variants take on top of a store's preparation time. */
@Injectable()
export class PreparationService {
  constructor(private readonly connection: TransactionalConnection) {}

  /** Minutes; the longest of the variants, as a store prepares them side by side. */
  async extraMinutes(ctx: RequestContext, variantIds: readonly ID[]): Promise<number> {
    const variants = await this.connection.getRepository(ctx, ProductVariant).find({
      where: { id: In([...variantIds]) },
      loadEagerRelations: false,
    });
    return Math.max(0, ...variants.map(({ customFields }) => customFields.extraPreparationMinutes ?? 0));
  }

  /** Minutes that the order's variants take on top of the store's. */
  async extraMinutesOfOrder(ctx: RequestContext, orderId: ID): Promise<number> {
    const lines = await this.connection.getRepository(ctx, OrderLine).find({
      where: { order: { id: orderId } },
      loadEagerRelations: false,
    });
    const left = lines.filter(({ quantity }) => quantity > 0);
    return this.extraMinutes(
      ctx,
      left.map(({ productVariantId }) => productVariantId),
    );
  }
}
