import { Redis } from 'ioredis';
import { somewhere } from '../city/city';
import { carryOut } from '../processes/task';

export interface GeoaddTask {
  redisUrl: string;
  drivers: number;
  seconds: number;
}

/** Commands under way at a time: enough for long pipelines, few enough for short queues. */
const UNDER_WAY = 1_000;

/** Y5: one GEOADD for each location, as fast as one client with automatic pipelines sends them. */
async function addAll({ redisUrl, drivers, seconds }: GeoaddTask): Promise<object> {
  const redis = new Redis(redisUrl, { enableAutoPipelining: true });
  const places = Array.from({ length: 10_000 }, () => somewhere('uniform'));
  let added = 0;
  const started = performance.now();
  while (performance.now() - started < seconds * 1000) {
    await Promise.all(
      Array.from({ length: UNDER_WAY }, (_, i) => {
        const { lat, lon } = places[(added + i) % places.length]!;
        return redis.geoadd('yardstick', lon, lat, `d${(added + i) % drivers}`);
      }),
    );
    added += UNDER_WAY;
  }
  const perSecond = (added * 1000) / (performance.now() - started);
  await redis.del('yardstick');
  redis.disconnect();
  return { perSecond };
}

carryOut(addAll);
