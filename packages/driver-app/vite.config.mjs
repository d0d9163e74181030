import { lingui } from '@lingui/vite-plugin';
import react from '@vitejs/plugin-react';
import { join } from 'node:path';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { compressFiles } from './compress-files.mjs';

const here = import.meta.dirname;

/** @type {import('vite').Plugin} */
const compressed = {
  name: 'compressed-files',
  apply: 'build',
  enforce: 'post',
  closeBundle: { order: 'post', sequential: true, handler: () => compressFiles(join(here, 'dist')) },
};

const translations = () => lingui({ configPath: join(here, '..', '..', 'lingui.config.mjs') });

/** The app, with a service worker that stores it on the device. All URLs are relative, so any path can serve it. */
export default defineConfig({
  root: here,
  base: './',
  build: { outDir: 'dist', emptyOutDir: true, target: 'es2022' },
  plugins: [
    react({ babel: { plugins: ['@lingui/babel-plugin-lingui-macro'] } }),
    translations(),
    VitePWA({
      injectRegister: false,
      includeManifestIcons: false,
      manifest: {
        id: './',
        name: 'Driver Dispatch',
        short_name: 'Driver',
        description: 'Deliveries for drivers',
        start_url: './',
        scope: './',
        display: 'standalone',
        background_color: '#14171c',
        theme_color: '#14171c',
        icons: [
          { src: 'icon-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
          { src: 'icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
          { src: 'icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
        ],
      },
      strategies: 'injectManifest',
      srcDir: 'src/service-worker',
      filename: 'sw.ts',
      injectManifest: {
        rollupFormat: 'iife',
        globPatterns: ['**/*.{html,js,css,svg,png}'],
        buildPlugins: { vite: [translations()] },
      },
    }),
    compressed,
  ],
});
