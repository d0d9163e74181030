import { defineConfig } from '@lingui/cli';
import { formatter } from '@lingui/format-po';

/** What the plugins' dashboards and the driver app say, in the languages they are translated into: `npm run codegen` extracts it. */
export default defineConfig({
  sourceLocale: 'en',
  locales: ['en', 'de'],
  format: formatter({ lineNumbers: false, origins: false }),
  orderBy: 'messageId',
  catalogs: [
    'plugins/driver-integration/dashboard',
    'plugins/seller-store-info/dashboard',
    'packages/driver-app/src',
  ].map((folder) => ({
    path: `<rootDir>/${folder}/i18n/{locale}`,
    include: [`<rootDir>/${folder}`],
    exclude: ['**/i18n/**'],
  })),
});
