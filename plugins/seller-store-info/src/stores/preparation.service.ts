import { Injectable } from '@nestjs/common';
import {
  Instrument,
  OrderLine,
  ProductVariant,
  TransactionalConnection,
  type Order,
  type ID,
  type RequestContext,
} from '@vendure/core';
import { In } from 'typeorm';

/** Reads the extra preparation time of product variants. */
@Injectable()
@Instrument()
export class PreparationService {
  constructor(private readonly connection: TransactionalConnection) {}

  /** Returns the maximum extra minutes of the variants, because a store prepares them in parallel. */
  async extraMinutes(ctx: RequestContext, variantIds: readonly ID[]): Promise<number> {
    const variants = await this.connection.getRepository(ctx, ProductVariant).find({
      where: { id: In([...variantIds]) },
      loadEagerRelations: false,
    });
    return Math.max(0, ...variants.map(({ customFields }) => customFields.extraPreparationMinutes ?? 0));
  }

  /** Returns the extra minutes of the order's variants. Loads the lines of the order if necessary. */
  async extraMinutesOfOrder(ctx: RequestContext, { id, lines: loaded }: Order): Promise<number> {
    const lines =
      (loaded as OrderLine[] | undefined) ??
      (await this.connection
        .getRepository(ctx, OrderLine)
        .find({ where: { order: { id } }, loadEagerRelations: false }));
    const ordered = lines.filter(({ quantity }) => quantity > 0);
    return this.extraMinutes(
      ctx,
      ordered.map(({ productVariantId }) => productVariantId),
    );
  }
}
