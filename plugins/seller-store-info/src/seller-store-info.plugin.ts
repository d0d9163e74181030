import { PluginCommonModule, VendurePlugin, type Type } from '@vendure/core';
import { storeApiSchema } from './api/api-schema';
import { AdminStoreResolver } from './api/admin-store.resolver';
import { SellerStoreResolver } from './api/seller-store.resolver';
import { ShopStoreResolver } from './api/shop-store.resolver';
import {
  SELLER_STORE_INFO_OPTIONS,
  type ResolvedSellerStoreInfoOptions,
  type SellerStoreInfoOptions,
} from './plugin-options';
import { resolveOptions } from './resolve-options';
import { STORE_CUSTOM_FIELDS, VARIANT_CUSTOM_FIELDS, withFields } from './store-fields/store-custom-fields';
import { StoreFieldsGuard } from './store-fields/store-fields-guard';
import { PreparationService } from './stores/preparation.service';
import { StoreService } from './stores/store.service';

/**
 * Makes stock locations stores: where they are, when they are open, how long they prepare an order, how far they
 * deliver.
 *
 * @example
 * ```ts
 * plugins: [SellerStoreInfoPlugin.init({ defaultPreparationMinutes: 20 })]
 * ```
 */
@VendurePlugin({
  imports: [PluginCommonModule],
  compatibility: '^3.7.0',
  configuration: (config) => {
    const { customFields } = config;
    customFields.StockLocation = withFields(customFields.StockLocation, STORE_CUSTOM_FIELDS);
    customFields.ProductVariant = withFields(customFields.ProductVariant, VARIANT_CUSTOM_FIELDS);
    return config;
  },
  providers: [
    { provide: SELLER_STORE_INFO_OPTIONS, useFactory: () => SellerStoreInfoPlugin.options },
    PreparationService,
    StoreService,
    StoreFieldsGuard,
  ],
  exports: [PreparationService, StoreService],
  shopApiExtensions: { schema: storeApiSchema, resolvers: [ShopStoreResolver, SellerStoreResolver] },
  adminApiExtensions: { schema: storeApiSchema, resolvers: [AdminStoreResolver, SellerStoreResolver] },
})
export class SellerStoreInfoPlugin {
  private static options: ResolvedSellerStoreInfoOptions = resolveOptions();

  /** @throws Error naming an option that is out of range */
  static init(options: SellerStoreInfoOptions = {}): Type<SellerStoreInfoPlugin> {
    this.options = resolveOptions(options);
    return SellerStoreInfoPlugin;
  }
}
