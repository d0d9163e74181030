import { RedisCluster } from '@driver-dispatch/local-servers';
import { Cluster } from 'ioredis';
import { nextPlace, north } from '../testing/places';
import { eventually, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';
import { GEO_KEY } from './redis-keys';
import { RedisReconciler } from './redis-reconciler';

jest.setTimeout(120_000);

const servers = useTestServers();

/** The longest an order may take while a node is away, in ms: far beyond what it takes, far below a hang. */
const PATIENCE_MS = 3_000;

it('an engine starts, and assigns, whose Redis Cluster is not whole', async () => {
  const cluster = await RedisCluster.startUnjoined();
  try {
    const redis = { url: undefined, clusterUrls: cluster.urls, keyPrefix: '{berlin}:' };
    const engine = await servers.engine({ redis });
    const place = nextPlace();
    await engine.driverAt('ada', north(place, 10));
    const { deliveryId } = await engine.order(place);
    const { assignments } = await engine.delivery(deliveryId);
    expect(assignments).toMatchObject([{ driverId: 'ada', decision: { source: 'postgres' } }]);
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

  const untilTrusted = (engine: TestEngine) => {
    const reconciler = engine.running.application.get(RedisReconciler, { strict: false });
    return eventually(
      () => reconciler.indexTrusted,
      (trusted) => trusted,
      30_000,
    );
  };

  /** Who has an order, and by whom the driver was found. */
  async function assign(engine: TestEngine): Promise<string> {
    const started = Date.now();
    const { deliveryId } = await engine.order(place);
    expect(Date.now() - started).toBeLessThan(PATIENCE_MS);
    const { assignments } = await engine.delivery(deliveryId);
    return `${assignments[0].driverId} by ${assignments[0].decision.source}`;
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
    await master.kill();
    expect(await assign(berlin)).toBe('d02 by postgres');
    expect(await assign(berlin)).toBe('d03 by postgres');
    expect(await assign(elsewhere)).toBe('d01 by redis');
  });

  it('has the replica in its place, which learns what it has missed before it is asked', async () => {
    await untilTrusted(berlin);
    expect((await cluster.masterOf(berlinPrefix)).running).toBe(true);
    expect(await assign(berlin)).toBe('d04 by redis');
    expect(await indexed(berlinPrefix)).toEqual(await available(berlin));
  });
});
