import { vendureDashboardPlugin } from '@vendure/dashboard/vite';
import { join } from 'node:path';
import { defineConfig } from 'vite';

const here = import.meta.dirname;

/** The dashboard of the development shop. `npx vite dev-server/dashboard` serves it with hot reload. */
export default defineConfig({
  root: here,
  base: '/dashboard/',
  build: { outDir: join(here, 'dist'), emptyOutDir: true },
  plugins: [
    vendureDashboardPlugin({
      vendureConfigPath: join(here, 'vendure-config.ts'),
      api: { host: 'auto', port: 'auto' },
    }),
  ],
});
