import {
  DefaultJobQueuePlugin,
  DefaultSchedulerPlugin,
  DefaultSearchPlugin,
  dummyPaymentHandler,
  type VendureConfig,
} from '@vendure/core';
import { DashboardPlugin } from '@vendure/dashboard/plugin';
import { defaultEmailHandlers, EmailPlugin, FileBasedTemplateLoader } from '@vendure/email-plugin';
import 'dotenv/config';
import path from 'path';

const { DB_URL: url } = process.env;

/** `vendure create` writes one of these for the chosen database. */
const database =
  url === undefined
    ? { type: 'better-sqlite3' as const, database: path.join(__dirname, '../vendure.sqlite') }
    : { type: url.startsWith('mariadb:') ? ('mariadb' as const) : ('postgres' as const), url };

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
    ...database,
    synchronize: false,
    migrations: [path.join(__dirname, './migrations/*.+(js|ts)')],
    logging: false,
  },
  paymentOptions: { paymentMethodHandlers: [dummyPaymentHandler] },
  customFields: {},
  plugins: [
    DefaultSchedulerPlugin.init(),
    DefaultJobQueuePlugin.init({ useDatabaseForBuffer: true }),
    DefaultSearchPlugin.init({ bufferUpdates: false, indexStockStatus: true }),
    EmailPlugin.init({
      devMode: true,
      outputPath: path.join(__dirname, '../static/email/test-emails'),
      route: 'mailbox',
      handlers: defaultEmailHandlers,
      templateLoader: new FileBasedTemplateLoader(path.join(__dirname, '../static/email/templates')),
      globalTemplateVars: { fromAddress: '"example" <noreply@example.com>' },
    }),
    DashboardPlugin.init({ route: 'dashboard', appDir: path.join(__dirname, 'dashboard') }),
  ],
};
