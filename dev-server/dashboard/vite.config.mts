import { vendureDashboardPlugin } from '@vendure/dashboard/vite';
import { join } from 'node:path';
import { defineConfig } from 'vite';

const here = import.meta.dirname;

/** The dashboard of the development shop. `npm run dev` serves it with hot reload. */
export default defineConfig(({ command }) => ({
  root: here,
  base: '/dashboard/',
  build: { outDir: join(here, 'dist'), emptyOutDir: true },
  plugins: [
    vendureDashboardPlugin({
      vendureConfigPath: join(here, 'vendure-config.ts'),
      api: { host: 'auto', port: 'auto' },
      // Reloading a page takes a second instead of several: one file replaces a thousand sources of Vendure.
      useExperimentalBundle: command === 'serve',
    }),
  ],
}));
