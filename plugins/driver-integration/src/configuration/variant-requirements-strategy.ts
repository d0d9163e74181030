import type { Requirements } from '@driver-dispatch/contract';
import {
  OrderLine,
  ProductVariant,
  TransactionalConnection,
  type Injector,
  type Order,
  type RequestContext,
} from '@vendure/core';
import { In } from 'typeorm';
import type { RequirementsStrategy } from './requirements-strategy';
import { combineRequirements } from './combine-requirements';
import { VARIANT_REQUIREMENTS_FIELDS, type VariantRequirements } from './variant-requirements-fields';

/**
 * Reads the requirements from custom fields of the product variants: `requiredVehicleKinds`, `requiredDriverTags` and
 * `weightGrams`. The plugin adds these fields, which requires a migration of the shop's database.
 */
export class VariantRequirementsStrategy implements RequirementsStrategy {
  readonly variantFields = VARIANT_REQUIREMENTS_FIELDS;
  private connection!: TransactionalConnection;

  init(injector: Injector): void {
    this.connection = injector.get(TransactionalConnection);
  }

  async requirementsOf(ctx: RequestContext, order: Order): Promise<Requirements | undefined> {
    const lines = (await this.linesOf(ctx, order)).filter(({ quantity }) => quantity > 0);
    const variants = await this.connection.getRepository(ctx, ProductVariant).find({
      where: { id: In(lines.map(({ productVariantId }) => productVariantId)) },
      loadEagerRelations: false,
    });
    const fields = new Map(variants.map(({ id, customFields }) => [id, customFields as VariantRequirements]));
    return combineRequirements(
      lines.map(({ productVariantId, quantity }) => ({ quantity, ...fields.get(productVariantId) })),
    );
  }

  private linesOf(ctx: RequestContext, { id, lines }: Order): OrderLine[] | Promise<OrderLine[]> {
    return (
      (lines as OrderLine[] | undefined) ??
      this.connection
        .getRepository(ctx, OrderLine)
        .find({ where: { order: { id } }, loadEagerRelations: false })
    );
  }
}
