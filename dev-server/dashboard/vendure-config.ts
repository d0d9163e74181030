import { generateSigningKey, httpEngine } from '@driver-dispatch/contract';
import type { VendureConfig } from '@vendure/core';
import { shopConfig } from '../src/shop/shop-config';

const keys = { send: [generateSigningKey()], receive: [generateSigningKey()] };

/** The shop's configuration for the dashboard build, which reads its plugins and API. The shop is not started. */
export const config: VendureConfig = shopConfig({
  databaseUrl: 'postgres://localhost/none',
  port: 3000,
  engine: httpEngine({ url: 'http://localhost', keys }),
  dashboardDirectory: 'dist',
});
