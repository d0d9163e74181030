import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Cluster, Redis, type ClusterOptions, type RedisCommander, type RedisOptions } from 'ioredis';
import type { EngineConfiguration } from '../configuration/engine-options';

const lua = (name: string) => readFileSync(join(__dirname, '../../lua', name), 'utf8');

/** The commands of this package's folder `lua`. */
interface Scripts {
  applyStatuses(...args: (string | number)[]): Promise<[number[], string[]]>;
  reportLocations(...args: (string | number)[]): Promise<[string[], string[]]>;
  searchNearest(...args: (string | number)[]): Promise<(string | number)[][] | null>;
  markComplete(...args: string[]): Promise<number>;
}

/** One server or a cluster: all keys are on one node of it. */
export interface ScriptedRedis extends RedisCommander, Scripts {
  connect(): Promise<void>;
  disconnect(): void;
}

type RedisConfiguration = NonNullable<EngineConfiguration['redis']>;

/** How soon a connection is made anew, in ms. */
const reconnectAfterMs = (attempt: number) => Math.min(attempt * 100, 1_000);

/** Commands fail at once while there is no connection: who sends them has PostgreSQL to go to. */
const IMPATIENT = { connectTimeout: 1_000, maxRetriesPerRequest: 0 } satisfies RedisOptions;
const USUAL = { lazyConnect: true, enableOfflineQueue: false };

/**
 * A client that is yet to be connected.
 *
 * @param onDisconnect called each time a connection has ended: what answers on the next one may be another Redis
 */
export function createClient(configuration: RedisConfiguration, onDisconnect: () => void): ScriptedRedis {
  const { url, keyPrefix } = configuration;
  const client = url ? oneServer(url, keyPrefix, onDisconnect) : cluster(configuration, onDisconnect);
  // Each failed command tells of the same outage; the connection's own events would only repeat it.
  client.on('error', () => undefined);
  const located = lua('located.lua');
  client.defineCommand('applyStatuses', { numberOfKeys: 3, lua: located + lua('apply-statuses.lua') });
  client.defineCommand('reportLocations', { lua: located + lua('report-locations.lua') });
  client.defineCommand('searchNearest', { numberOfKeys: 4, lua: located + lua('search-nearest.lua') });
  client.defineCommand('markComplete', { numberOfKeys: 2, lua: lua('mark-complete.lua') });
  return client as unknown as ScriptedRedis;
}

function oneServer(url: string, keyPrefix: string, onDisconnect: () => void): Redis {
  const client = new Redis(url, { ...USUAL, ...IMPATIENT, keyPrefix, retryStrategy: reconnectAfterMs });
  client.on('close', onDisconnect);
  return client;
}

/** How often a cluster is asked who serves what, in ms: a master that hangs does not tell that another has its place. */
const WHO_SERVES_EVERY_MS = 1_000;

function cluster({ clusterUrls = [], keyPrefix }: RedisConfiguration, onDisconnect: () => void): Cluster {
  const options: ClusterOptions = {
    ...USUAL,
    keyPrefix,
    redisOptions: IMPATIENT,
    clusterRetryStrategy: reconnectAfterMs,
    slotsRefreshInterval: WHO_SERVES_EVERY_MS,
    slotsRefreshTimeout: WHO_SERVES_EVERY_MS,
    // A command that is repeated for longer than somebody waits for its answer would only come late.
    maxRedirections: 2,
  };
  const client = new Cluster(clusterUrls, options);
  let slot: number | undefined;
  let home: string | undefined;
  // Another node serves our keys now: it may lack what the one before had not passed on yet.
  const watchHome = async () => {
    slot ??= Number(await client.cluster('KEYSLOT', keyPrefix));
    const [now] = client.slots[slot] ?? [];
    if (home !== undefined && now !== home) {
      onDisconnect();
    }
    home = now ?? home;
  };
  client.on('refresh', () => void watchHome().catch(() => undefined));
  client.on('-node', ({ options: { host, port } }: Redis) => {
    if (`${host}:${port}` === home) {
      onDisconnect();
    }
  });
  return client;
}
