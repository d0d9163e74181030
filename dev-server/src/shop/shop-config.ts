import {
  StockLocationPickupStrategy,
  SellerStoreInfoPlugin,
  type SellerStoreInfoOptions,
} from '@driver-dispatch/seller-store-info-plugin';
import {
  DriverIntegrationPlugin,
  type DriverIntegrationOptions,
} from '@driver-dispatch/driver-integration-plugin';
import type { EngineConnection, MapTiles } from '@driver-dispatch/contract';
import type { Middleware, VendureConfig } from '@vendure/core';
import { DashboardPlugin } from '@vendure/dashboard/plugin';
import type { NextFunction, Request, Response } from 'express';
import { LocalAssets } from './local-assets';
import { marketplaceConfig, type MarketplaceConfigOptions } from './marketplace-config';
import { contentSecurityPolicy } from './content-security-policy';
import { StorefrontPlugin } from './storefront/storefront.plugin';

export interface ShopConfigOptions extends MarketplaceConfigOptions {
  /** The assignment engine: in this process or as a service. */
  engine: EngineConnection;
  /** Other options of the seller-store-info plugin. */
  stores?: SellerStoreInfoOptions;
  /** Other options of the driver-integration plugin. */
  integration?: Partial<DriverIntegrationOptions>;
  /**
   * Tiles of the maps in the dashboard and the storefront.
   * @default none
   */
  mapTiles?: MapTiles;
  /**
   * Directory of the assets, such as proof images.
   * @default none: the shop stores no assets
   */
  assetDirectory?: string;
  /**
   * Directory of the built dashboard, served at {@link DASHBOARD_PATH}.
   * @default no dashboard
   */
  dashboardDirectory?: string;
}

export const DASHBOARD_PATH = 'dashboard';

/**
 * The configuration of the marketplace with both Driver Dispatch plugins.
 *
 * @example
 * ```ts
 * const app = await bootstrap(shopConfig({ databaseUrl, port: 3000, engine }));
 * await seedMarketplace(app);
 * ```
 */
export function shopConfig({
  engine,
  stores,
  integration,
  mapTiles,
  assetDirectory,
  dashboardDirectory,
  ...options
}: ShopConfigOptions): VendureConfig {
  const config = marketplaceConfig(options);
  const assets = assetDirectory === undefined ? undefined : new LocalAssets(assetDirectory);
  return {
    ...config,
    ...(assets && { assetOptions: { assetStorageStrategy: assets, assetPreviewStrategy: assets } }),
    apiOptions: {
      ...config.apiOptions,
      middleware: [
        ...(config.apiOptions.middleware ?? []),
        // Components of Vendure's dashboard insert style elements.
        getPolicy(DASHBOARD_PATH, contentSecurityPolicy(mapTiles, true)),
        ...(assets ? [assets.middleware] : []),
      ],
    },
    plugins: [
      ...(config.plugins ?? []),
      SellerStoreInfoPlugin.init({ mapTiles, ...stores }),
      DriverIntegrationPlugin.init({
        engine,
        pickupStrategy: new StockLocationPickupStrategy(),
        mapTiles,
        sellerRoles: true,
        ...integration,
      }),
      ...(dashboardDirectory
        ? [DashboardPlugin.init({ route: DASHBOARD_PATH, appDir: dashboardDirectory })]
        : []),
      StorefrontPlugin.init({ mapTiles }),
    ],
  };
}

function getPolicy(route: string, policy: string): Middleware {
  return {
    route,
    beforeListen: true,
    handler: (_request: Request, response: Response, next: NextFunction) => {
      response.setHeader('content-security-policy', policy);
      next();
    },
  };
}
