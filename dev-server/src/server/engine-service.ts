import type { EngineOptions } from '@driver-dispatch/assignment-engine';
import { httpEngine, type EngineConnection, type EventSink } from '@driver-dispatch/contract';
import { findRedisBinary, guardChild, RedisServer, UserError } from '@driver-dispatch/local-servers';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { EngineKeys } from './engine-keys';
import type { Teardown } from './teardown';

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 15_000;

export interface EngineServiceOptions {
  databaseUrl: string;
  port: number;
  keys: EngineKeys;
  /** URL of the shop for events. */
  shopUrl: string;
  /** URLs for devices of drivers: of the engine, and of the shop for proof images. */
  driverUrls: { app: string; proofImages: string };
  /** Options of the driver app. */
  driverApp: Pick<NonNullable<EngineOptions['driverApp']>, 'demo' | 'mapTiles'>;
  /** Whether the engine restarts when its files change. */
  watch: boolean;
}

export interface RunningEngineService {
  connection: EngineConnection;
  hasRedis: boolean;
}

/** Starts the engine as a separate process, with Redis if it is installed, and waits until the engine is healthy. */
export async function startEngineService(
  options: EngineServiceOptions,
  teardown: Teardown,
): Promise<RunningEngineService> {
  const redis = findRedisBinary() ? await RedisServer.start() : undefined;
  if (redis) {
    teardown.add('Redis', () => redis.stop());
  }
  const child = launch(options, redis?.url);
  // The watching Node.js ends the engine on SIGTERM, not on SIGKILL.
  guardChild(child, options.watch ? 'SIGTERM' : 'SIGKILL');
  teardown.add('The engine', () => stop(child));
  const { port, keys } = options;
  const connection = httpEngine({
    url: `http://127.0.0.1:${port}`,
    keys: { send: keys.vendure, receive: keys.webhook, operate: keys.operator[0] },
  });
  await untilHealthy(connection, child);
  return { connection, hasRedis: !!redis };
}

function launch(
  { databaseUrl, port, keys, shopUrl, driverUrls, driverApp, watch }: EngineServiceOptions,
  redisUrl?: string,
): ChildProcess {
  const engine = dirname(require.resolve('@driver-dispatch/assignment-engine/package.json'));
  const folders = [join(engine, 'dist'), dirname(require.resolve('@driver-dispatch/contract'))];
  const watchOptions = folders.flatMap((folder) => ['--watch-path', folder]);
  const command = [join(engine, 'bin', 'assignment-engine.js'), 'serve'];
  return spawn(process.execPath, [...(watch ? watchOptions : []), ...command], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      ...(redisUrl ? { REDIS_URL: redisUrl } : {}),
      HOST: '127.0.0.1',
      PORT: String(port),
      PUBLIC_URL: driverUrls.app,
      TRUST_PROXY: 'loopback',
      DRIVER_APP_DEMO: JSON.stringify(driverApp.demo),
      ...(driverApp.mapTiles ? { DRIVER_APP_MAP_TILES: JSON.stringify(driverApp.mapTiles) } : {}),
      VENDURE_KEYS: keys.vendure.join(),
      DRIVER_APP_KEYS: keys.driverApp.join(),
      NEW_DRIVER_CHANNELS: 'all',
      REASSIGNMENT: 'true',
      OPERATOR_KEYS: keys.operator.join(),
      WEBHOOK_KEYS: keys.webhook.join(),
      WEBHOOK_URL: `${shopUrl}/driver-dispatch/events`,
      VAPID_KEY: keys.vapid,
      PROOF_IMAGE_KEYS: keys.proofImages.join(),
      PROOF_IMAGE_URL: driverUrls.proofImages,
      LOG_LEVEL: 'error',
    },
  });
}

async function untilHealthy(connection: EngineConnection, child: ChildProcess): Promise<void> {
  const sink: EventSink = { deliver: async () => [], reconcile: async () => ({ deliveries: [] }) };
  const client = await connection.connect({ sink, listen: false });
  const deadline = Date.now() + START_TIMEOUT_MS;
  try {
    for (;;) {
      if (child.exitCode !== null || child.signalCode !== null) {
        throw new UserError(
          `The engine exited during its start (${child.exitCode ?? child.signalCode}). See the output above.`,
        );
      }
      try {
        const { status } = await client.health();
        if (status !== 'down') {
          return;
        }
      } catch (error) {
        if (Date.now() > deadline) {
          throw new UserError(
            `The engine did not answer within ${START_TIMEOUT_MS / 1_000} s: ${(error as Error).message}. ` +
              'The machine may be slow or busy. Try again.',
            { cause: error },
          );
        }
      }
      await wait(100);
    }
  } finally {
    await client.close();
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) {
    return;
  }
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
  await exited;
  clearTimeout(timer);
}
