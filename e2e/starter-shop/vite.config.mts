import { vendureDashboardPlugin } from '@vendure/dashboard/vite';
import { join } from 'path';
import { pathToFileURL } from 'url';
import { defineConfig } from 'vite';

export default defineConfig({
  base: '/dashboard',
  // The test only checks the build and does not load it.
  build: { outDir: join(__dirname, 'dist/dashboard'), minify: false, reportCompressedSize: false },
  plugins: [
    vendureDashboardPlugin({
      // Vendure's own part of the dashboard is not compiled.
      useExperimentalBundle: true,
      vendureConfigPath: pathToFileURL('./src/vendure-config.ts'),
      api: { host: 'auto', port: 'auto' },
    }),
  ],
});
