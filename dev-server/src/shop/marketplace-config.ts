import {
  DefaultJobQueuePlugin,
  DefaultSchedulerPlugin,
  DefaultSearchPlugin,
  LogLevel,
  type VendureConfig,
} from '@vendure/core';
import { DevelopmentLogger } from './development-logger';
import { MarketplacePlugin } from './marketplace/marketplace.plugin';

/** The administrator of a fresh shop. */
export const SUPERADMIN = { identifier: 'superadmin', password: 'superadmin' };

export const ADMIN_API_PATH = 'admin-api';
export const SHOP_API_PATH = 'shop-api';

export interface MarketplaceConfigOptions {
  /** Connection URL of the shop's database. Each start synchronizes its tables. */
  databaseUrl: string;
  /** TCP port of the shop. */
  port: number;
  /**
   * Address on which the shop listens.
   * @default '127.0.0.1'
   */
  hostname?: string;
  /**
   * Other origins whose pages may send requests to the shop, such as the origin of the driver app.
   * @default []
   */
  corsOrigins?: string[];
  /**
   * Minimum level of logged messages.
   * @default LogLevel.Warn
   */
  logLevel?: LogLevel;
  /**
   * Poll interval of the job queue, in milliseconds.
   * @default 100
   */
  pollIntervalMs?: number;
}

/**
 * A Vendure shop with several sellers on PostgreSQL, for development: no e-mails, no assets, known passwords. As it sends no
 * e-mails, addresses are not verified (`requireVerification: false`), and anyone can register any address. Keep Vendure's
 * default `true` in a real shop.
 */
export function marketplaceConfig(options: MarketplaceConfigOptions): VendureConfig {
  return {
    apiOptions: {
      port: options.port,
      hostname: options.hostname ?? '127.0.0.1',
      adminApiPath: ADMIN_API_PATH,
      shopApiPath: SHOP_API_PATH,
      // The HTTPS server of `npm start -- --host`.
      trustProxy: 'loopback',
      cors: {
        origin: [
          `http://localhost:${options.port}`,
          `http://127.0.0.1:${options.port}`,
          ...(options.corsOrigins ?? []),
        ],
        credentials: true,
      },
      csrfPrevention: true,
    },
    authOptions: {
      tokenMethod: ['cookie', 'bearer'],
      superadminCredentials: SUPERADMIN,
      cookieOptions: { secret: 'for-development-only' },
      requireVerification: false,
    },
    dbConnectionOptions: { type: 'postgres', url: options.databaseUrl, synchronize: true },
    paymentOptions: { paymentMethodHandlers: [] },
    logger: new DevelopmentLogger({ level: options.logLevel ?? LogLevel.Warn }),
    plugins: [
      DefaultJobQueuePlugin.init({
        pollInterval: options.pollIntervalMs ?? 100,
        concurrency: 4,
        backoffStrategy: (_queue, attempts) => Math.min(60_000, 250 * 2 ** attempts),
        gracefulShutdownTimeout: 5_000,
      }),
      DefaultSearchPlugin.init({}),
      DefaultSchedulerPlugin.init({}),
      MarketplacePlugin,
    ],
  };
}
