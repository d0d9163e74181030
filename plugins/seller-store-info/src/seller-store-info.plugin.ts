import { Inject, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { APP_INTERCEPTOR, ModuleRef } from '@nestjs/core';
import { Injector, PluginCommonModule, VendurePlugin, type Type } from '@vendure/core';
import { adminApiSchema, shopApiSchema } from './api/api-schema';
import { AdminStoreResolver } from './api/admin-store.resolver';
import { SellerStoreResolver } from './api/seller-store.resolver';
import { SellerDeliveryResolver } from './api/seller-delivery.resolver';
import { ShopStoreResolver } from './api/shop-store.resolver';
import { StoreDistanceService } from './stores/store-distance.service';
import { SellerDeliveryService } from './delivery/seller-delivery.service';
import { ADDRESS_CUSTOM_FIELDS } from './geocoding/address-fields';
import { CoordinateCheckService } from './geocoding/coordinate-check.service';
import { GeocodingQueueService } from './geocoding/geocoding-queue.service';
import { GeocodingService } from './geocoding/geocoding.service';
import { OrderAddressInterceptor } from './geocoding/order-address.interceptor';
import { OrderAddressService } from './geocoding/order-address.service';
import { StoreLocatorService } from './geocoding/store-locator.service';
import {
  SELLER_STORE_INFO_OPTIONS,
  type ResolvedSellerStoreInfoOptions,
  type SellerStoreInfoOptions,
} from './configuration/options';
import { resolveOptions } from './configuration/resolve-options';
import { CartDeliveryService } from './shipping/cart-delivery.service';
import { distanceShippingCalculator } from './shipping/distance-shipping-calculator';
import { storeDeliveryChecker } from './shipping/store-delivery-checker';
import { SaleableStockService } from './stock/saleable-stock.service';
import { STORE_CUSTOM_FIELDS, VARIANT_CUSTOM_FIELDS, withFields } from './store-fields/store-custom-fields';
import { StoreFieldsGuard } from './store-fields/store-fields-guard';
import { NearbyStoresService } from './stores/nearby-stores.service';
import { PreparationService } from './stores/preparation.service';
import { StorePauseService } from './stores/store-pause.service';
import { StoreService } from './stores/store.service';

/**
 * Makes stock locations stores with a location, opening hours, a preparation time and a delivery radius.
 *
 * @example
 * ```ts
 * plugins: [SellerStoreInfoPlugin.init({ defaultPreparationMinutes: 20 })]
 * ```
 */
@VendurePlugin({
  imports: [PluginCommonModule],
  compatibility: '^3.7.0',
  dashboard: '../dashboard/index.tsx',
  configuration: (config) => {
    const { customFields } = config;
    customFields.Address = withFields(customFields.Address, ADDRESS_CUSTOM_FIELDS);
    customFields.StockLocation = withFields(customFields.StockLocation, STORE_CUSTOM_FIELDS);
    customFields.ProductVariant = withFields(customFields.ProductVariant, VARIANT_CUSTOM_FIELDS);
    const { shippingOptions } = config;
    shippingOptions.shippingEligibilityCheckers = withOperation(
      shippingOptions.shippingEligibilityCheckers,
      storeDeliveryChecker(),
    );
    shippingOptions.shippingCalculators = withOperation(
      shippingOptions.shippingCalculators,
      distanceShippingCalculator(),
    );
    return config;
  },
  providers: [
    { provide: SELLER_STORE_INFO_OPTIONS, useFactory: () => SellerStoreInfoPlugin.options },
    { provide: APP_INTERCEPTOR, useClass: OrderAddressInterceptor },
    CartDeliveryService,
    CoordinateCheckService,
    SaleableStockService,
    GeocodingQueueService,
    GeocodingService,
    NearbyStoresService,
    OrderAddressService,
    PreparationService,
    StoreDistanceService,
    SellerDeliveryService,
    StoreFieldsGuard,
    StoreLocatorService,
    StorePauseService,
    StoreService,
  ],
  exports: [GeocodingService, SellerDeliveryService, StoreService],
  shopApiExtensions: {
    schema: shopApiSchema,
    resolvers: [ShopStoreResolver, SellerStoreResolver, SellerDeliveryResolver],
  },
  adminApiExtensions: { schema: adminApiSchema, resolvers: [AdminStoreResolver, SellerStoreResolver] },
})
export class SellerStoreInfoPlugin implements OnApplicationBootstrap, OnApplicationShutdown {
  private static options: ResolvedSellerStoreInfoOptions = resolveOptions();

  constructor(
    private readonly moduleRef: ModuleRef,
    @Inject(SELLER_STORE_INFO_OPTIONS) private readonly options: ResolvedSellerStoreInfoOptions,
  ) {}

  /** @throws Error with the name of an invalid option */
  static init(options: SellerStoreInfoOptions = {}): Type<SellerStoreInfoPlugin> {
    this.options = resolveOptions(options);
    return SellerStoreInfoPlugin;
  }

  async onApplicationBootstrap(): Promise<void> {
    const injector = new Injector(this.moduleRef);
    await this.options.distanceStrategy.init?.(injector);
    await this.options.geocodingStrategy.init?.(injector);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.options.distanceStrategy.destroy?.();
    await this.options.geocodingStrategy.destroy?.();
  }
}

/** Adds an operation once, also if the configuration already has it from an earlier start in the same process. */
function withOperation<T extends { code: string }>(operations: readonly T[] = [], added: T): T[] {
  return [...operations.filter(({ code }) => code !== added.code), added];
}
