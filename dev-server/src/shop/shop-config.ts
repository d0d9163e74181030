import {
  StockLocationPickupStrategy,
  SellerStoreInfoPlugin,
} from '@driver-dispatch/seller-store-info-plugin';
import {
  DriverIntegrationPlugin,
  type DriverIntegrationOptions,
} from '@driver-dispatch/driver-integration-plugin';
import type { EngineConnection } from '@driver-dispatch/contract';
import type { VendureConfig } from '@vendure/core';
import { DashboardPlugin } from '@vendure/dashboard/plugin';
import { marketplaceConfig, type MarketplaceConfigOptions } from './marketplace-config';
import { StorefrontPlugin } from './storefront/storefront.plugin';

export interface ShopConfigOptions extends MarketplaceConfigOptions {
  /** The engine that finds drivers: in this process, or a service elsewhere. */
  engine: EngineConnection;
  /** Other options of the driver-integration plugin. */
  integration?: Partial<DriverIntegrationOptions>;
  /**
   * Where the built dashboard is, served at {@link DASHBOARD_PATH}.
   * @default none is served
   */
  dashboardDirectory?: string;
}

/** Where the dashboard is, below the shop's address. */
export const DASHBOARD_PATH = 'dashboard';

/**
 * The marketplace with driver dispatch switched on.
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
    plugins: [
      ...(config.plugins ?? []),
      SellerStoreInfoPlugin.init({}),
      DriverIntegrationPlugin.init({ engine, pickup: new StockLocationPickupStrategy(), ...integration }),
      ...(dashboardDirectory
        ? [DashboardPlugin.init({ route: DASHBOARD_PATH, appDir: dashboardDirectory })]
        : []),
      StorefrontPlugin,
    ],
  };
}
