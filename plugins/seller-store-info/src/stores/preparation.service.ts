import { Injectable } from '@nestjs/common';
import {
  type Order,
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

  /** Minutes that the order's variants take on top of the store's. Reads the lines of the order unless they are loaded. */
  async extraMinutesOfOrder(ctx: RequestContext, { id, lines: loaded }: Order): Promise<number> {
    const lines =
      (loaded as OrderLine[] | undefined) ??
      (await this.connection
        .getRepository(ctx, OrderLine)
        .find({ where: { order: { id } }, loadEagerRelations: false }));
    const left = lines.filter(({ quantity }) => quantity > 0);
    return this.extraMinutes(
      ctx,
      left.map(({ productVariantId }) => productVariantId),
    );
  }
}
