import { httpEngine } from '@driver-dispatch/contract';
import { DriverIntegrationPlugin, handoverBackoff } from '@driver-dispatch/driver-integration-plugin';
import {
  SellerStoreInfoPlugin,
  StockLocationPickupStrategy,
} from '@driver-dispatch/seller-store-info-plugin';
import {
  DefaultJobQueuePlugin,
  DefaultSchedulerPlugin,
  DefaultSearchPlugin,
  dummyPaymentHandler,
  type VendureConfig,
} from '@vendure/core';
import { DashboardPlugin } from '@vendure/dashboard/plugin';
import { defaultEmailHandlers, EmailPlugin, FileBasedTemplateLoader } from '@vendure/email-plugin';
import path from 'path';
import { onTheWayHandler } from './on-the-way-handler';

/** What the READMEs say to add; a shop may have sold before it adds this. */
const driverDispatch = [
  SellerStoreInfoPlugin.init({}),
  DriverIntegrationPlugin.init({
    engine: httpEngine({
      url: process.env.ENGINE_URL!,
      keys: { send: [process.env.ENGINE_KEY!], receive: [process.env.WEBHOOK_KEY!] },
    }),
    pickup: new StockLocationPickupStrategy(),
  }),
];

export const config: VendureConfig = {
  apiOptions: {
    port: Number(process.env.PORT),
    hostname: '127.0.0.1',
    adminApiPath: 'admin-api',
    shopApiPath: 'shop-api',
  },
  authOptions: {
    tokenMethod: ['bearer', 'cookie'],
    superadminCredentials: {
      identifier: process.env.SUPERADMIN_USERNAME!,
      password: process.env.SUPERADMIN_PASSWORD!,
    },
    cookieOptions: { secret: process.env.COOKIE_SECRET },
    requireVerification: false,
  },
  dbConnectionOptions: {
    type: 'postgres',
    synchronize: false,
    migrations: [path.join(__dirname, './migrations/*.+(js|ts)')],
    logging: false,
    url: process.env.DB_URL,
  },
  paymentOptions: { paymentMethodHandlers: [dummyPaymentHandler] },
  customFields: {},
  plugins: [
    DefaultSchedulerPlugin.init(),
    DefaultJobQueuePlugin.init({ useDatabaseForBuffer: true, backoffStrategy: handoverBackoff }),
    DefaultSearchPlugin.init({ bufferUpdates: false, indexStockStatus: true }),
    EmailPlugin.init({
      devMode: true,
      outputPath: path.join(__dirname, '../static/email/test-emails'),
      route: 'mailbox',
      handlers: [...defaultEmailHandlers, onTheWayHandler],
      templateLoader: new FileBasedTemplateLoader(path.join(__dirname, '../static/email/templates')),
      globalTemplateVars: { fromAddress: '"example" <noreply@example.com>' },
    }),
    ...(process.env.BEFORE_DRIVER_DISPATCH ? [] : driverDispatch),
    DashboardPlugin.init({ route: 'dashboard', appDir: path.join(__dirname, 'dashboard') }),
  ],
};
