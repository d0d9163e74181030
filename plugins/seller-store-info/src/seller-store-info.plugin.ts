import { PluginCommonModule, VendurePlugin, type Type } from '@vendure/core';
import { storeApiSchema } from './api/api-schema';
import { AdminStoreResolver } from './api/admin-store.resolver';
import { ShopStoreResolver } from './api/shop-store.resolver';
import {
  SELLER_STORE_INFO_OPTIONS,
  type ResolvedSellerStoreInfoOptions,
  type SellerStoreInfoOptions,
} from './plugin-options';
import { resolveOptions } from './resolve-options';
import { withStoreFields } from './store-fields/store-custom-fields';
import { StoreFieldsGuard } from './store-fields/store-fields-guard';
import { StoreService } from './stores/store.service';

/**
 * Makes stock locations stores: where they are, how long they prepare an order, how far they deliver.
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
    config.customFields.StockLocation = withStoreFields(config.customFields.StockLocation);
    return config;
  },
  providers: [
    { provide: SELLER_STORE_INFO_OPTIONS, useFactory: () => SellerStoreInfoPlugin.options },
    StoreService,
    StoreFieldsGuard,
  ],
  exports: [StoreService],
  shopApiExtensions: { schema: storeApiSchema, resolvers: [ShopStoreResolver] },
  adminApiExtensions: { schema: storeApiSchema, resolvers: [AdminStoreResolver] },
})
export class SellerStoreInfoPlugin {
  private static options: ResolvedSellerStoreInfoOptions = resolveOptions();

  /** @throws Error naming an option that is out of range */
  static init(options: SellerStoreInfoOptions = {}): Type<SellerStoreInfoPlugin> {
    this.options = resolveOptions(options);
    return SellerStoreInfoPlugin;
  }
}
