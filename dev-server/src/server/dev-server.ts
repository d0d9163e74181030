import { inProcessEngine } from '@driver-dispatch/assignment-engine';
import type { EngineConnection } from '@driver-dispatch/contract';
import {
  DistanceEtaStrategy,
  DurationPromisedTimeStrategy,
} from '@driver-dispatch/driver-integration-plugin';
import { recordChildren } from '@driver-dispatch/local-servers';
import { PostalCodeGeocodingStrategy } from '@driver-dispatch/seller-store-info-plugin';
import { bootstrap, JobQueueService } from '@vendure/core';
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DASHBOARD_PORT_OFFSET, ENGINE_PORT_OFFSET, HTTPS_PORT_OFFSET } from '../arguments';
import { createIncidents } from '../drivers/incident';
import { DriverFleet } from '../drivers/driver-fleet';
import { inviteDriver } from '../drivers/invite-driver';
import { SELLERS } from '../shop/berlin-catalog';
import { ADMIN_API_PATH, SHOP_API_PATH } from '../shop/marketplace-config';
import { OPENSTREETMAP_TILES } from '../shop/openstreetmap-tiles';
import { seedMarketplace } from '../shop/seed/seed-marketplace';
import { DASHBOARD_DIRECTORY } from '../shop/dashboard-directory';
import { DASHBOARD_PATH, shopConfig } from '../shop/shop-config';
import { TRACKING_PATH } from '../shop/storefront/storefront.plugin';
import { assertPortFree } from './assert-port-free';
import { certificateFor } from './certificate';
import { dataDirectory } from './data-directory';
import { lockData } from './data-lock';
import { generateKeys, type EngineKeys } from './engine-keys';
import { startEngineService } from './engine-service';
import { localAddress } from './local-address';
import { closePublicServer, startPublicServer } from './public-server';
import { removeSignalHandlers } from './remove-signal-handlers';
import { startCluster } from './start-cluster';
import { runStep } from './run-step';
import type { Teardown } from './teardown';

/** Approximate centres of postal codes in central Berlin. */
const POSTAL_CODES = join(__dirname, '..', '..', 'data', 'berlin-postal-codes.csv');

/** Minutes from the time an order is ready to the promised drop-off, without the time scale. */
const PROMISED_MINUTES = 25;

export interface DevServerOptions {
  port: number;
  drivers: number;
  engine: 'in-process' | 'service';
  /** Simulated seconds per real second, for the drivers. */
  timeScale: number;
  /** Whether some deliveries fail or are late. Drivers then also wait for the real time at which an order is ready. */
  incidents: boolean;
  /** Whether an HTTPS server in the local network forwards to the shop and the engine. */
  host: boolean;
  tiles: 'openstreetmap' | 'none';
  /** Whether the data of earlier starts is deleted first. */
  fresh: boolean;
  /** Directory of the databases. @default {@link dataDirectory} */
  data?: string;
  /** Whether the engine restarts when its files change, and Vite serves the dashboard. Requires the engine as a service. */
  watch: boolean;
}

export interface DevServer {
  adminApiUrl: string;
  shopApiUrl: string;
  dashboardUrl: string;
  /** URL of the tracking page, without `/<tracking code>`. */
  trackingUrl: string;
  engineUrl: string;
  /** URL of shop and engine in the local network. */
  publicUrl: string | undefined;
  /** Link that signs a driver in to the driver app, once. */
  invitationUrl: string;
  keys: EngineKeys;
}

/** Starts all servers and prints a line for each. Adds each started server to `teardown`, also if a later one fails. */
export async function startDevServer(options: DevServerOptions, teardown: Teardown): Promise<DevServer> {
  const { port, drivers, timeScale, incidents, watch } = options;
  const enginePort = port + ENGINE_PORT_OFFSET;
  const directory = options.data ? resolve(options.data) : dataDirectory();
  const unlock = lockData(directory);
  teardown.add('The data directory', async () => unlock());
  await recordChildren(join(directory, 'children'));
  await assertPortFree(port, 'the shop');
  await assertPortFree(enginePort, 'the engine');
  const publicAddress = options.host ? localAddress() : undefined;
  if (publicAddress) {
    await assertPortFree(port + HTTPS_PORT_OFFSET, 'HTTPS');
  }

  const assetDirectory = join(directory, 'assets');
  if (options.fresh) {
    rmSync(assetDirectory, { recursive: true, force: true });
  }
  const cluster = await runStep('PostgreSQL', () => startCluster(directory, options.fresh));
  teardown.add('PostgreSQL', () => cluster.server.stop());

  const keys = generateKeys();
  const shopUrl = `http://127.0.0.1:${port}`;
  const engineUrl = `http://127.0.0.1:${enginePort}`;
  const publicUrl = publicAddress && `https://${publicAddress}:${port + HTTPS_PORT_OFFSET}`;
  const driverUrls = {
    app: publicUrl ?? engineUrl,
    proofImages: `${publicUrl ?? shopUrl}/driver-dispatch/proof-images`,
  };
  const mapTiles = options.tiles === 'none' ? undefined : OPENSTREETMAP_TILES;
  const stores = SELLERS.map(({ store }) => store.point);
  const driverApp = {
    demo: { stores: SELLERS.map(({ store: { name, point } }) => ({ name, point })) },
    mapTiles,
  };
  let engine: EngineConnection;
  if (options.engine === 'service') {
    const service = await runStep('Engine, as a service', () =>
      startEngineService(
        { databaseUrl: cluster.engineUrl, port: enginePort, keys, shopUrl, driverUrls, driverApp, watch },
        teardown,
      ),
    );
    engine = service.connection;
    console.log(service.hasRedis ? '    with Redis' : '    without Redis (optional, not installed)');
  } else {
    const { proofImages, vapid, ...engineKeys } = keys;
    engine = inProcessEngine({
      database: { url: cluster.engineUrl },
      http: { host: '127.0.0.1', port: enginePort, publicUrl: driverUrls.app, trustProxy: 'loopback' },
      keys: engineKeys,
      proof: { imageUrl: driverUrls.proofImages, imageKeys: proofImages },
      push: { vapidKey: vapid },
      drivers: { newDriverChannels: 'all' },
      driverApp,
      assignment: { reassignment: true },
      logging: { level: 'error' },
    });
  }

  // A development shop sends no telemetry. An early stop would interrupt Vendure's queries for it.
  process.env.VENDURE_DISABLE_TELEMETRY ??= 'true';
  const app = await runStep(options.engine === 'service' ? 'Vendure' : 'Vendure and the engine', () =>
    removeSignalHandlers(() =>
      bootstrap(
        shopConfig({
          databaseUrl: cluster.shopUrl,
          port,
          corsOrigins: [engineUrl],
          engine,
          mapTiles,
          assetDirectory,
          stores: { geocodingStrategy: new PostalCodeGeocodingStrategy({ file: POSTAL_CODES }) },
          dashboardDirectory: DASHBOARD_DIRECTORY,
          integration: {
            proof: { imageKeys: keys.proofImages },
            reassignment: true,
            tracking: {
              etaStrategy: new DistanceEtaStrategy({ speedFactor: timeScale }),
              promisedTimeStrategy: new DurationPromisedTimeStrategy({
                minutes: PROMISED_MINUTES / timeScale,
              }),
              pageUrl: `${shopUrl}${TRACKING_PATH}/{code}`,
            },
          },
        }),
      ),
    ),
  ).catch((cause: unknown) => {
    console.error('If the data of another version is the cause, delete it with: npm start -- --fresh');
    throw cause;
  });
  teardown.add('Vendure', () => app.close());
  await app.get(JobQueueService).start();
  await runStep('Sellers, stores and products', () => seedMarketplace(app));

  if (publicAddress) {
    const certificate = await certificateFor(publicAddress, join(directory, 'certificate'));
    const publicServer = await startPublicServer({
      port: port + HTTPS_PORT_OFFSET,
      certificate,
      shopUrl,
      engineUrl,
    });
    teardown.add('The HTTPS server', () => closePublicServer(publicServer));
  }

  const fleet = new DriverFleet({
    engineUrl,
    keys: keys.driverApp,
    size: drivers,
    around: stores,
    driver: incidents ? { timeScale, readyTimeScale: 1, nextIncident: createIncidents() } : { timeScale },
    onError: (error) => console.error(`A simulated driver stopped: ${(error as Error).message}`),
  });
  teardown.add('The drivers', () => fleet.stop());
  await runStep(`${drivers} drivers`, () => fleet.start());

  return {
    adminApiUrl: `${shopUrl}/${ADMIN_API_PATH}`,
    shopApiUrl: `${shopUrl}/${SHOP_API_PATH}`,
    dashboardUrl: watch
      ? `http://127.0.0.1:${port + DASHBOARD_PORT_OFFSET}/${DASHBOARD_PATH}/`
      : `${shopUrl}/${DASHBOARD_PATH}`,
    trackingUrl: `${shopUrl}${TRACKING_PATH}`,
    engineUrl,
    publicUrl,
    invitationUrl: await inviteDriver(engineUrl, keys),
    keys,
  };
}
