import {
  StockLocationPickupStrategy,
  SellerStoreInfoPlugin,
} from '@driver-dispatch/seller-store-info-plugin';
import {
  DriverIntegrationPlugin,
  type DriverIntegrationOptions,
} from '@driver-dispatch/driver-integration-plugin';
import type { EngineConnection } from '@driver-dispatch/contract';
import type { Middleware, VendureConfig } from '@vendure/core';
import { DashboardPlugin } from '@vendure/dashboard/plugin';
import type { NextFunction, Request, Response } from 'express';
import { marketplaceConfig, type MarketplaceConfigOptions } from './marketplace-config';
import { contentSecurityPolicy } from './content-security-policy';
import { StorefrontPlugin } from './storefront/storefront.plugin';

export interface ShopConfigOptions extends MarketplaceConfigOptions {
  /** The assignment engine: in this process or as a service. */
  engine: EngineConnection;
  /** Other options of the driver-integration plugin. */
  integration?: Partial<DriverIntegrationOptions>;
  /**
   * Directory of the built dashboard, served at {@link DASHBOARD_PATH}.
   * @default no dashboard
   */
  dashboardDirectory?: string;
}

/** Path of the dashboard. */
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
  integration,
  dashboardDirectory,
  ...options
}: ShopConfigOptions): VendureConfig {
  const config = marketplaceConfig(options);
  return {
    ...config,
    apiOptions: {
      ...config.apiOptions,
      middleware: [
        ...(config.apiOptions.middleware ?? []),
        // Components of Vendure's dashboard insert style elements.
        getPolicy(DASHBOARD_PATH, contentSecurityPolicy(integration?.mapTiles, true)),
      ],
    },
    plugins: [
      ...(config.plugins ?? []),
      SellerStoreInfoPlugin.init({}),
      DriverIntegrationPlugin.init({
        engine,
        pickupStrategy: new StockLocationPickupStrategy(),
        ...integration,
      }),
      ...(dashboardDirectory
        ? [DashboardPlugin.init({ route: DASHBOARD_PATH, appDir: dashboardDirectory })]
        : []),
      StorefrontPlugin,
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
