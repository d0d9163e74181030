import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Cluster, Redis, type ClusterOptions, type RedisCommander, type RedisOptions } from 'ioredis';
import type { EngineConfiguration } from '../configuration/engine-options';

/** Returns the text of a script of this folder. The compiled code reads the same files: the build does not copy them. */
const lua = (name: string) => readFileSync(join(__dirname, '../../src/redis', name), 'utf8');

/** The commands defined by the Lua scripts of this folder. */
interface Scripts {
  applyStatuses(...args: (string | number)[]): Promise<[number[], string[]]>;
  reportLocations(...args: (string | number)[]): Promise<[string[], string[]]>;
  searchNearest(...args: (string | number)[]): Promise<(string | number)[][] | null>;
  markReady(...args: string[]): Promise<number>;
}

/** One server, or a cluster with all keys on one node. */
export interface ScriptedRedis extends RedisCommander, Scripts {
  connect(): Promise<void>;
  disconnect(): void;
}

type RedisConfiguration = NonNullable<EngineConfiguration['redis']>;

/** Milliseconds before a reconnect. */
const reconnectAfterMs = (attempt: number) => Math.min(attempt * 100, 1_000);

/** Commands fail at once without a connection: the caller falls back to PostgreSQL. */
const FAIL_FAST = { connectTimeout: 1_000, maxRetriesPerRequest: 0 } satisfies RedisOptions;
const COMMON = { lazyConnect: true, enableOfflineQueue: false };

/**
 * Creates a client that is not connected yet.
 *
 * @param onDisconnect called when a connection ends: the next connection may lead to another server or an empty one
 */
export function createClient(configuration: RedisConfiguration, onDisconnect: () => void): ScriptedRedis {
  const { url, keyPrefix } = configuration;
  const client = url ? oneServer(url, keyPrefix, onDisconnect) : cluster(configuration, onDisconnect);
  // Failed commands already report an outage.
  client.on('error', () => undefined);
  const parseLocation = lua('parse-location.lua');
  client.defineCommand('applyStatuses', { numberOfKeys: 3, lua: parseLocation + lua('apply-statuses.lua') });
  client.defineCommand('reportLocations', { lua: parseLocation + lua('report-locations.lua') });
  client.defineCommand('searchNearest', { numberOfKeys: 4, lua: parseLocation + lua('search-nearest.lua') });
  client.defineCommand('markReady', { numberOfKeys: 2, lua: lua('mark-ready.lua') });
  return client as unknown as ScriptedRedis;
}

function oneServer(url: string, keyPrefix: string, onDisconnect: () => void): Redis {
  const client = new Redis(url, { ...COMMON, ...FAIL_FAST, keyPrefix, retryStrategy: reconnectAfterMs });
  client.on('close', onDisconnect);
  return client;
}

/** Milliseconds between two reads of the cluster's slots: a master that hangs does not report its own fail-over. */
const SLOTS_REFRESH_MS = 1_000;

function cluster({ clusterUrls = [], keyPrefix }: RedisConfiguration, onDisconnect: () => void): Cluster {
  const options: ClusterOptions = {
    ...COMMON,
    keyPrefix,
    redisOptions: FAIL_FAST,
    clusterRetryStrategy: reconnectAfterMs,
    slotsRefreshInterval: SLOTS_REFRESH_MS,
    slotsRefreshTimeout: SLOTS_REFRESH_MS,
    // More redirections would take longer than the caller's timeout.
    maxRedirections: 2,
  };
  const client = new Cluster(clusterUrls, options);
  let slot: number | undefined;
  let master: string | undefined;
  // After a fail-over the new master may lack writes that were not replicated yet.
  const watchMaster = async () => {
    slot ??= Number(await client.cluster('KEYSLOT', keyPrefix));
    const [current] = client.slots[slot] ?? [];
    if (master !== undefined && current !== master) {
      onDisconnect();
    }
    master = current ?? master;
  };
  client.on('refresh', () => void watchMaster().catch(() => undefined));
  client.on('-node', ({ options: { host, port } }: Redis) => {
    if (`${host}:${port}` === master) {
      onDisconnect();
    }
  });
  return client;
}
