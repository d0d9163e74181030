import type { MapTiles } from '@driver-dispatch/contract';
import { PluginCommonModule, VendurePlugin, type Middleware } from '@vendure/core';
import express, { type NextFunction, type Request, type Response } from 'express';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { contentSecurityPolicy } from '../content-security-policy';

/** Path of the tracking page, without `/<tracking code>`. */
export const TRACKING_PATH = '/track';

const DEV_SERVER = join(__dirname, '..', '..', '..');
const PAGES = join(DEV_SERVER, 'storefront', 'pages');

const SCRIPTS = join(DEV_SERVER, 'dist', 'storefront');

const LEAFLET = dirname(require.resolve('leaflet'));

export interface StorefrontOptions {
  /** Tiles of the page's map. @default none */
  mapTiles?: MapTiles;
}

/** The middleware that serves the page, its files and its policy, and leads visitors of the shop's root to it. */
function getMiddleware({ mapTiles }: StorefrontOptions): Middleware[] {
  const setPolicy = (_request: Request, response: Response, next: NextFunction) => {
    response.setHeader('content-security-policy', contentSecurityPolicy(mapTiles, false));
    next();
  };
  const sendPage = (_request: Request, response: Response) => {
    response.type('html').send(page(mapTiles));
  };
  const openTracking = ({ path }: Request, response: Response, next: NextFunction) =>
    path === '/' ? response.redirect(TRACKING_PATH) : next();
  return [
    { route: '/', handler: openTracking, beforeListen: true },
    { route: '/storefront', handler: setPolicy, beforeListen: true },
    { route: TRACKING_PATH, handler: setPolicy, beforeListen: true },
    { route: '/storefront/leaflet', handler: express.static(LEAFLET), beforeListen: true },
    { route: '/storefront', handler: express.static(PAGES), beforeListen: true },
    { route: '/storefront', handler: express.static(SCRIPTS), beforeListen: true },
    { route: TRACKING_PATH, handler: sendPage, beforeListen: true },
  ];
}

/** The page with the tiles in its `meta` elements. */
function page({ url = '', attribution = '', attributionUrl = '' }: Partial<MapTiles> = {}): string {
  const contents = {
    'tile-url': url,
    'tile-attribution': attribution,
    'tile-attribution-url': attributionUrl,
  };
  return Object.entries(contents).reduce(
    (html, [name, content]) =>
      html.replace(`name="${name}" content=""`, () => `name="${name}" content="${escapeHtml(content)}"`),
    readFileSync(join(PAGES, 'index.html'), 'utf8'),
  );
}

const escapeHtml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

/** An example of a storefront's tracking page: static files that query the Shop API. */
@VendurePlugin({
  imports: [PluginCommonModule],
  compatibility: '^3.0.0',
  configuration: (config) => {
    config.apiOptions.middleware.push(...getMiddleware(StorefrontPlugin.options));
    return config;
  },
})
export class StorefrontPlugin {
  static options: StorefrontOptions = {};

  static init(options: StorefrontOptions): typeof StorefrontPlugin {
    StorefrontPlugin.options = options;
    return StorefrontPlugin;
  }
}
