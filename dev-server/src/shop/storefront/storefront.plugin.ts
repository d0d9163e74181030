import { PluginCommonModule, VendurePlugin, type Middleware } from '@vendure/core';
import express from 'express';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { contentSecurityPolicy } from '../content-security-policy';

/** Path of the tracking page, without `/<tracking code>`. */
export const TRACKING_PATH = '/track';

const DEV_SERVER = join(__dirname, '..', '..', '..');
const PAGES = join(DEV_SERVER, 'storefront', 'pages');

/** Compiled scripts. */
const SCRIPTS = join(DEV_SERVER, 'dist', 'storefront');

const LEAFLET = dirname(require.resolve('leaflet'));

const middleware: Middleware[] = [
  { route: '/storefront', handler: setPolicy, beforeListen: true },
  { route: TRACKING_PATH, handler: setPolicy, beforeListen: true },
  { route: '/storefront/leaflet', handler: express.static(LEAFLET), beforeListen: true },
  { route: '/storefront', handler: express.static(PAGES), beforeListen: true },
  { route: '/storefront', handler: express.static(SCRIPTS), beforeListen: true },
  { route: TRACKING_PATH, handler: sendPage, beforeListen: true },
];

/** Sets a policy that allows map tiles of the server in the page's `meta` element `tile-url`. */
function setPolicy(_request: express.Request, response: express.Response, next: express.NextFunction): void {
  const [, url = ''] = /name="tile-url" content="([^"]*)"/.exec(page()) ?? [];
  response.setHeader('content-security-policy', contentSecurityPolicy({ url }, false));
  next();
}

function sendPage(_request: express.Request, response: express.Response): void {
  response.type('html').send(page());
}

function page(): string {
  return readFileSync(join(PAGES, 'index.html'), 'utf8');
}

/** An example of a storefront's tracking page: static files that query the Shop API. */
@VendurePlugin({
  imports: [PluginCommonModule],
  compatibility: '^3.0.0',
  configuration: (config) => {
    config.apiOptions.middleware.push(...middleware);
    return config;
  },
})
export class StorefrontPlugin {}
