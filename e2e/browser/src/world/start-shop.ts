import { inProcessEngine } from '@driver-dispatch/assignment-engine';
import { generateSigningKey } from '@driver-dispatch/contract';
import { DASHBOARD_DIRECTORY, seedMarketplace, shopConfig } from '@driver-dispatch/dev-server';
import { freePort, PostgresServer } from '@driver-dispatch/local-servers';
import { bootstrap, JobQueueService, type Order } from '@vendure/core';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DELIVERY_PIN, SHOPPERS, type World } from './world';

/**
 * Starts the development shop with its dashboard and an in-process engine on a separate PostgreSQL server.
 *
 * @returns the world and a function that stops the shop
 */
export async function startShop(): Promise<{ world: World; stop: () => Promise<void> }> {
  const keys = {
    vendure: [generateSigningKey()],
    driverApp: [generateSigningKey()],
    operator: ['operator-key-for-the-tests'],
    webhook: [generateSigningKey()],
  };
  const imageKeys = [generateSigningKey()];
  const assetDirectory = mkdtempSync(join(tmpdir(), 'assets-'));
  const [port, enginePort] = [await freePort(), await freePort()];
  const engineUrl = `http://127.0.0.1:${enginePort}`;
  const postgres = await PostgresServer.start();
  const shopDatabaseUrl = await postgres.createDatabase('shop');
  const engineDatabaseUrl = await postgres.createDatabase('engine');
  const config = shopConfig({
    databaseUrl: shopDatabaseUrl,
    port,
    corsOrigins: [engineUrl],
    // An idle job queue takes a tenth of a core at the default. Only failed submissions and the search index use it.
    pollIntervalMs: 1_000,
    engine: inProcessEngine({
      database: { url: engineDatabaseUrl },
      http: { port: enginePort, publicUrl: engineUrl },
      keys,
      drivers: { newDriverChannels: 'all' },
      assignment: { reassignment: true },
      // Longer than a test, so that no heartbeat expires.
      heartbeat: { ttlSeconds: 600 },
      proof: { imageUrl: `http://127.0.0.1:${port}/driver-dispatch/proof-images`, imageKeys },
      logging: { level: 'error' },
    }),
    integration: {
      readinessStrategy: {
        isReady: (_ctx, order, moment) =>
          moment === (belongsTo(SHOPPERS.untilMarkedReady, order) ? 'marked_ready' : 'paid'),
      },
      proof: {
        imageKeys,
        deliveryPinStrategy: {
          pinFor: (_ctx, order) => (belongsTo(SHOPPERS.withPin, order) ? DELIVERY_PIN : undefined),
        },
      },
      reassignment: true,
      tracking: { pageUrl: `http://127.0.0.1:${port}/track/{code}` },
    },
    assetDirectory,
    dashboardDirectory: DASHBOARD_DIRECTORY,
  });
  const app = await bootstrap(config);
  await app.get(JobQueueService).start();
  await seedMarketplace(app);
  return {
    world: {
      shopUrl: `http://127.0.0.1:${port}`,
      shopDatabaseUrl,
      engineDatabaseUrl,
      engineUrl,
      driverAppKeys: keys.driverApp,
    },
    stop: async () => {
      await app.close();
      await postgres.stop();
      rmSync(assetDirectory, { recursive: true });
    },
  };
}

function belongsTo(shopper: string, order: Order): boolean {
  return order.shippingAddress.fullName === shopper;
}
