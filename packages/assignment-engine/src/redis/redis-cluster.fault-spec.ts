import { RedisCluster } from '@driver-dispatch/local-servers';
import { Cluster, Redis } from 'ioredis';
import { nextPoint, north } from '../testing/points';
import { countRedisCommands, pauseReconciler, setRedisTimeout, untilIndexReady } from '../testing/reconciler';
import type { TestEngine } from '../testing/test-engine';
import { REDIS_TIMEOUT_MS, useTestServers } from '../testing/test-servers';
import { GEO_KEY } from './redis-keys';

const servers = useTestServers();

/** Redis command timeout in ms while a node is down. */
const NODE_TIMEOUT_MS = 1_000;

/** Limit of Redis commands during the assignment of two orders while a node is down. */
const MAX_COMMANDS = 6;

it('starts and assigns while the Redis Cluster is incomplete', async () => {
  const cluster = await RedisCluster.startUnjoined();
  try {
    const redis = {
      url: undefined,
      clusterUrls: cluster.urls,
      keyPrefix: '{berlin}:',
      commandTimeoutMs: NODE_TIMEOUT_MS,
    };
    const engine = await servers.engine({ redis });
    const point = nextPoint();
    await engine.driverAt('ada', north(point, 10));
    const { deliveryId } = await engine.order(point);
    const { assignments } = await engine.delivery(deliveryId);
    expect(assignments).toMatchObject([{ driverId: 'ada', source: 'POSTGRES' }]);
    await engine.close();
  } finally {
    await cluster.stop();
  }
});

describe('a Redis Cluster shared by two regions', () => {
  let cluster: RedisCluster;
  let redis: Cluster;
  let berlin: TestEngine;
  let elsewhere: TestEngine;
  let elsewherePrefix: string;
  const berlinPrefix = '{berlin}:';
  const point = nextPoint();

  beforeAll(async () => {
    cluster = await RedisCluster.start();
    redis = new Cluster(cluster.urls, { clusterRetryStrategy: () => 100 });
    redis.on('error', () => undefined);
    const home = await cluster.masterOf(berlinPrefix);
    for (const name of ['hamburg', 'munich', 'cologne', 'leipzig', 'dresden', 'bremen']) {
      elsewherePrefix = `{${name}}:`;
      if ((await cluster.masterOf(elsewherePrefix)) !== home) {
        break;
      }
    }
    const region = (keyPrefix: string) =>
      servers.engine({ redis: { url: undefined, clusterUrls: cluster.urls, keyPrefix } });
    berlin = await region(berlinPrefix);
    elsewhere = await region(elsewherePrefix);
    for (const engine of [berlin, elsewhere]) {
      await untilIndexReady(engine);
      for (let i = 0; i < 12; i += 1) {
        await engine.driverAt(`d${String(i).padStart(2, '0')}`, north(point, 10 + 10 * i));
      }
    }
  });

  afterAll(async () => {
    await Promise.all([berlin?.close(), elsewhere?.close()]);
    redis?.disconnect();
    await cluster?.stop();
  });

  /** Allows or prevents the failover of a master to its replica. */
  const allowFailover = ({ url: masterUrl }: { url: string }, allowed: boolean) =>
    Promise.all(
      cluster.urls
        .filter((url) => url !== masterUrl)
        .map(async (url) => {
          const node = new Redis(url);
          await node.config('SET', 'cluster-replica-no-failover', allowed ? 'no' : 'yes');
          node.disconnect();
        }),
    );

  /** Submits an order. Returns the assigned driver and the search source. */
  async function assign(engine: TestEngine): Promise<string> {
    const { deliveryId } = await engine.order(point);
    const { assignments } = await engine.delivery(deliveryId);
    return `${assignments[0].driverId} by ${assignments[0].source}`;
  }

  const indexed = async (prefix: string) => (await redis.zrange(prefix + GEO_KEY, 0, -1)).sort();
  const available = async (engine: TestEngine) =>
    (await engine.query(`SELECT id FROM driver_dispatch.drivers WHERE status = 'AVAILABLE' ORDER BY id`)).map(
      ({ id }) => id,
    );

  it('keeps one index per region with its AVAILABLE drivers', async () => {
    expect(await assign(berlin)).toBe('d00 by REDIS');
    expect(await assign(berlin)).toBe('d01 by REDIS');
    expect(await assign(elsewhere)).toBe('d00 by REDIS');
    for (const [engine, prefix, count] of [
      [berlin, berlinPrefix, 10],
      [elsewhere, elsewherePrefix, 11],
    ] as const) {
      const index = await indexed(prefix);
      expect(index).toHaveLength(count);
      expect(index).toEqual(await available(engine));
    }
  });

  it('falls back to PostgreSQL only in the region whose master is down', async () => {
    const master = await cluster.masterOf(berlinPrefix);
    expect(await cluster.masterOf(elsewherePrefix)).not.toBe(master);
    await allowFailover(master, false);
    await master.kill();
    setRedisTimeout(berlin, NODE_TIMEOUT_MS);
    const pause = await pauseReconciler(berlin);
    const commands = countRedisCommands(berlin);
    expect(await assign(berlin)).toBe('d02 by POSTGRES');
    expect(await assign(berlin)).toBe('d03 by POSTGRES');
    // Commands are counted, not timed, because the machine may be busy. Each takes one timeout at most.
    expect(commands()).toBeLessThanOrEqual(MAX_COMMANDS);
    pause.mockRestore();
    expect(await assign(elsewhere)).toBe('d01 by REDIS');
    await allowFailover(master, true);
  });

  it('repairs the index after the failover to the replica and uses it again', async () => {
    await untilIndexReady(berlin);
    setRedisTimeout(berlin, REDIS_TIMEOUT_MS);
    expect((await cluster.masterOf(berlinPrefix)).running).toBe(true);
    expect(await assign(berlin)).toBe('d04 by REDIS');
    expect(await indexed(berlinPrefix)).toEqual(await available(berlin));
  });
});
