import { vendureDashboardPlugin } from '@vendure/dashboard/vite';
import { join } from 'path';
import { pathToFileURL } from 'url';
import { defineConfig } from 'vite';

export default defineConfig({
  base: '/dashboard',
  // Nobody loads it: what counts is that it is built.
  build: { outDir: join(__dirname, 'dist/dashboard'), minify: false, reportCompressedSize: false },
  plugins: [
    vendureDashboardPlugin({
      // Vendure's own part of the dashboard need not be compiled.
      useExperimentalBundle: true,
      vendureConfigPath: pathToFileURL('./src/vendure-config.ts'),
      api: { host: 'auto', port: 'auto' },
    }),
  ],
});
