import { inProcessEngine } from '@driver-dispatch/assignment-engine';
import { DriverAppClient, MAX_SEARCH_RADIUS_METRES } from '@driver-dispatch/contract';
import { Logger } from '@nestjs/common';
import {
  findRedisBinary,
  freePort,
  PostgresServer,
  RedisServer,
  UserError,
} from '@driver-dispatch/local-servers';
import type { Outcome } from '../outcome';
import { generateKeys } from '../server/engine-keys';
import { runStep } from '../server/run-step';
import type { Teardown } from '../server/teardown';
import { AssignmentQueue } from './assignment-queue';
import type { MdrpInstance } from './mdrp-instance';
import { readMdrp } from './read-mdrp';
import { Replay } from './replay';
import { formatReport, createReport } from './replay-report';

/** Number of deliveries between two progress lines. */
const REPORT_EVERY = 50;

/** Replays the instance of a directory with an engine and an empty database. Prints a report. */
export async function runReplay(
  directory: string,
  minutesPerSecond: number,
  teardown: Teardown,
  signal: AbortSignal,
): Promise<Outcome> {
  const instance = readInstance(directory);
  const server = await runStep('PostgreSQL', () => PostgresServer.start());
  teardown.add('PostgreSQL', () => server.stop());
  const redis = findRedisBinary() ? await runStep('Redis', () => RedisServer.start()) : undefined;
  if (redis) {
    teardown.add('Redis', () => redis.stop());
  }
  // Hides the start messages of NestJS.
  Logger.overrideLogger(['error', 'warn']);
  const queue = new AssignmentQueue();
  const keys = generateKeys();
  const port = await freePort();
  const databaseUrl = await server.createDatabase('engine');
  const engine = await runStep('Engine', () =>
    inProcessEngine({
      database: { url: databaseUrl },
      ...(redis ? { redis: { url: redis.url } } : {}),
      http: { host: '127.0.0.1', port },
      keys,
      drivers: { newDriverChannels: 'all' },
      assignment: { searchRadiusMetres: MAX_SEARCH_RADIUS_METRES },
      logging: { level: 'error' },
    }).connect({ sink: queue, listen: true }),
  );
  teardown.add('The engine', () => engine.close());
  const app = new DriverAppClient({ url: `http://127.0.0.1:${port}`, keys: keys.driverApp });
  teardown.add('The driver app', async () => app.close());

  const { orders, couriers } = instance;
  console.log(
    `\n${orders.length} orders, ${couriers.length} couriers, ${minutesPerSecond} simulated minutes per second`,
  );
  const onDelivered = (delivered: number, minute: number) => {
    if (delivered % REPORT_EVERY === 0) {
      console.log(`  minute ${String(Math.round(minute)).padStart(5)}  ${delivered} delivered`);
    }
  };
  const replay = new Replay({ instance, engine, app, queue, minutesPerSecond, onDelivered });
  const report = createReport(instance, await replay.run(signal));
  console.log(`\n${formatReport(report).join('\n')}`);
  return { exitCode: 0, totals: report };
}

function readInstance(directory: string): MdrpInstance {
  try {
    return readMdrp(directory);
  } catch (error) {
    throw new UserError(
      `The instance can't be read: ${(error as Error).message}. --mdrp takes a directory with the files ` +
        'couriers.txt, orders.txt, restaurants.txt and instance_parameters.txt.',
    );
  }
}
