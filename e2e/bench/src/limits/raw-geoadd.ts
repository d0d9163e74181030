import { Redis } from 'ioredis';
import { randomPoint } from '../city/city';
import { runTask } from '../processes/task';

export interface GeoaddTask {
  redisUrl: string;
  drivers: number;
  rampUpSeconds: number;
  seconds: number;
}

export interface GeoaddReport {
  perSecond: number;
}

const KEY = 'limit';

/** Concurrent commands: enough for long pipelines, few enough for short queues. */
const CONCURRENT = 1_000;

/** Measures the limit of Redis: one GEOADD per location, as fast as one client with automatic pipelines sends them. */
async function addLocations({
  redisUrl,
  drivers,
  rampUpSeconds,
  seconds,
}: GeoaddTask): Promise<GeoaddReport> {
  const redis = new Redis(redisUrl, { enableAutoPipelining: true });
  const points = Array.from({ length: 10_000 }, () => randomPoint());
  let added = 0;
  async function addFor(length: number): Promise<number> {
    const started = performance.now();
    const before = added;
    while (performance.now() - started < length * 1000) {
      const batch = Array.from({ length: CONCURRENT }, () => {
        const { lat, lon } = points[added % points.length]!;
        return redis.geoadd(KEY, lon, lat, `d${added++ % drivers}`);
      });
      await Promise.all(batch);
    }
    return ((added - before) * 1000) / (performance.now() - started);
  }
  await addFor(rampUpSeconds);
  const perSecond = await addFor(seconds);
  await redis.del(KEY);
  redis.disconnect();
  return { perSecond };
}

runTask(addLocations);
