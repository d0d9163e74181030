import { defineConfig } from '@lingui/cli';
import { formatter } from '@lingui/format-po';

/** What the plugins' dashboards say, in the languages they are translated into: `npm run codegen` extracts it. */
export default defineConfig({
  sourceLocale: 'en',
  locales: ['en', 'de'],
  format: formatter({ lineNumbers: false, origins: false }),
  orderBy: 'messageId',
  catalogs: ['driver-integration', 'seller-store-info'].map((plugin) => ({
    path: `<rootDir>/plugins/${plugin}/dashboard/i18n/{locale}`,
    include: [`<rootDir>/plugins/${plugin}/dashboard`],
    exclude: ['**/i18n/**'],
  })),
});
