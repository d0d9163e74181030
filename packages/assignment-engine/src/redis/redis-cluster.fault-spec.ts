import { RedisCluster } from '@driver-dispatch/local-servers';
import { Cluster, Redis } from 'ioredis';
import { nextPlace, north } from '../testing/places';
import { countRedisWaits, restReconciler, setRedisTimeout, untilTrusted } from '../testing/reconciler';
import type { TestEngine } from '../testing/test-engine';
import { REDIS_TIMEOUT_MS, useTestServers } from '../testing/test-servers';
import { GEO_KEY } from './redis-keys';

const servers = useTestServers();

/** How long an engine waits for a node that is away, in ms. */
const IMTIMEOUT_MS = 1_000;

/** Waits for a node that is away in which two orders must be assigned. */
const MOST_WAITS = 6;

it('an engine starts, and assigns, whose Redis Cluster is not whole', async () => {
  const cluster = await RedisCluster.startUnjoined();
  try {
    const redis = {
      url: undefined, clusterUrls: cluster.urls, keyPrefix: '{berlin}:',
      commandTimeoutMs: IMTIMEOUT_MS,
    };
    const engine = await servers.engine({ redis });
    const place = nextPlace();
    await engine.driverAt('ada', north(place, 10));
    const { deliveryId } = await engine.order(place);
    const { assignments } = await engine.delivery(deliveryId);
    expect(assignments).toMatchObject([{ driverId: 'ada', source: 'postgres' }]);
    await engine.close();
  } finally {
    await cluster.stop();
  }
});

describe('a Redis Cluster that regions share', () => {
  let cluster: RedisCluster;
  let redis: Cluster;
  let berlin: TestEngine;
  let elsewhere: TestEngine;
  let elsewherePrefix: string;
  const berlinPrefix = '{berlin}:';
  const place = nextPlace();

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
      await untilTrusted(engine);
      for (let i = 0; i < 12; i += 1) {
        await engine.driverAt(`d${String(i).padStart(2, '0')}`, north(place, 10 + 10 * i));
      }
    }
  });

  afterAll(async () => {
    await Promise.all([berlin?.close(), elsewhere?.close()]);
    redis?.disconnect();
    await cluster?.stop();
  });

  /** Lets a master that is away be replaced, or not yet. */
  const letReplace = ({ url: awayUrl }: { url: string }, may: boolean) =>
    Promise.all(
      cluster.urls
        .filter((url) => url !== awayUrl)
        .map(async (url) => {
          const node = new Redis(url);
          await node.config('SET', 'cluster-replica-no-failover', may ? 'no' : 'yes');
          node.disconnect();
        }),
    );

  /** Who has an order, and by whom the driver was found. */
  async function assign(engine: TestEngine): Promise<string> {
    const { deliveryId } = await engine.order(place);
    const { assignments } = await engine.delivery(deliveryId);
    return `${assignments[0].driverId} by ${assignments[0].source}`;
  }

  const indexed = async (prefix: string) => (await redis.zrange(prefix + GEO_KEY, 0, -1)).sort();
  const available = async (engine: TestEngine) =>
    (await engine.query(`SELECT id FROM driver_dispatch.drivers WHERE status = 'AVAILABLE' ORDER BY id`)).map(
      ({ id }) => id,
    );

  it('has an index for each, of the drivers who are available there', async () => {
    expect(await assign(berlin)).toBe('d00 by redis');
    expect(await assign(berlin)).toBe('d01 by redis');
    expect(await assign(elsewhere)).toBe('d00 by redis');
    for (const [engine, prefix, count] of [
      [berlin, berlinPrefix, 10],
      [elsewhere, elsewherePrefix, 11],
    ] as const) {
      const index = await indexed(prefix);
      expect(index).toHaveLength(count);
      expect(index).toEqual(await available(engine));
    }
  });

  it("loses a region's master: that region goes on by PostgreSQL, the others as before", async () => {
    const master = await cluster.masterOf(berlinPrefix);
    expect(await cluster.masterOf(elsewherePrefix)).not.toBe(master);
    await letReplace(master, false);
    await master.kill();
    setRedisTimeout(berlin, IMTIMEOUT_MS);
    const resting = await restReconciler(berlin);
    const waits = countRedisWaits(berlin);
    expect(await assign(berlin)).toBe('d02 by postgres');
    expect(await assign(berlin)).toBe('d03 by postgres');
    // Waits are counted, not timed: each lasts one timeout at most, however busy the machine is.
    expect(waits()).toBeLessThanOrEqual(MOST_WAITS);
    resting.mockRestore();
    expect(await assign(elsewhere)).toBe('d01 by redis');
    await letReplace(master, true);
  });

  it('has the replica in its place, which learns what it has missed before it is asked', async () => {
    await untilTrusted(berlin);
    setRedisTimeout(berlin, REDIS_TIMEOUT_MS);
    expect((await cluster.masterOf(berlinPrefix)).running).toBe(true);
    expect(await assign(berlin)).toBe('d04 by redis');
    expect(await indexed(berlinPrefix)).toEqual(await available(berlin));
  });
});
