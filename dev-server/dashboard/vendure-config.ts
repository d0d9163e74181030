import { generateSigningKey, httpEngine } from '@driver-dispatch/contract';
import type { VendureConfig } from '@vendure/core';
import { shopConfig } from '../src/shop/shop-config';

const keys = { send: [generateSigningKey()], receive: [generateSigningKey()] };

/** The shop as the dashboard's build looks at it, for its plugins and its API; it is never started. */
export const config: VendureConfig = shopConfig({
  databaseUrl: 'postgres://localhost/none',
  port: 3000,
  engine: httpEngine({ url: 'http://localhost', keys }),
  dashboardDirectory: 'dist',
});
