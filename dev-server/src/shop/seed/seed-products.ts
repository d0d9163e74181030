import {
  LanguageCode,
  Product,
  ProductOptionGroupService,
  ProductOptionService,
  ProductService,
  ProductVariantService,
  TransactionalConnection,
  type ID,
  type RequestContext,
} from '@vendure/core';
import type { ProductSeed } from '../berlin-catalog';
import type { Services } from './services';

const STOCK = 1_000_000;

/** Creates each missing product in the context's channel, with stock at one location, in one transaction per product. */
export async function seedProducts(
  app: Services,
  context: RequestContext,
  products: readonly ProductSeed[],
  stockLocationId: ID,
): Promise<void> {
  const connection = app.get(TransactionalConnection);
  for (const seed of products) {
    await connection.withTransaction(context, async (ctx) => {
      const found = await connection
        .getRepository(ctx, Product)
        .findOne({ where: { translations: { slug: seed.slug } }, loadEagerRelations: false });
      if (!found) {
        await product(app, ctx, seed, stockLocationId);
      }
    });
  }
}

async function product(app: Services, ctx: RequestContext, seed: ProductSeed, locationId: ID): Promise<void> {
  const { id: productId } = await app.get(ProductService).create(ctx, {
    enabled: true,
    translations: [named(seed.name, { slug: seed.slug, description: seed.description })],
  });
  const optionIds = seed.variants.length > 1 ? await sizes(app, ctx, productId, seed) : [];
  await app.get(ProductVariantService).create(
    ctx,
    seed.variants.map((variant, index) => ({
      productId,
      sku: variant.sku,
      price: variant.price,
      optionIds: optionIds.slice(index, index + 1),
      stockLevels: [{ stockLocationId: locationId, stockOnHand: STOCK }],
      translations: [named(variant.name)],
    })),
  );
}

/** Creates an option for each variant, as the variants of a product must differ in an option. */
async function sizes(app: Services, ctx: RequestContext, productId: ID, seed: ProductSeed): Promise<ID[]> {
  const group = await app.get(ProductOptionGroupService).create(ctx, {
    code: `${seed.slug}-size`,
    translations: [named('Size')],
  });
  const ids: ID[] = [];
  for (const { name, sku } of seed.variants) {
    const option = await app.get(ProductOptionService).create(ctx, group, {
      code: sku,
      productOptionGroupId: group.id,
      translations: [named(name)],
    });
    ids.push(option.id);
  }
  await app.get(ProductService).addOptionGroupToProduct(ctx, productId, group.id);
  return ids;
}

const named = <T extends object>(name: string, rest: T = {} as T) => ({
  languageCode: LanguageCode.en,
  name,
  ...rest,
});
