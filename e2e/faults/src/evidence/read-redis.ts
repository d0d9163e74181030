import { Redis } from 'ioredis';
import type { RedisEvidence } from './evidence';

const GEO_KEY = 'drivers:geo';
const STATUS_KEY = 'drivers:status';

/** Number of locations per command. */
const PAGE = 1_000;

/** Reads one run's drivers from the availability index. */
export async function readRedis(url: string, scope: string): Promise<RedisEvidence> {
  const redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 1, retryStrategy: () => null });
  try {
    await redis.connect();
    const statuses = Object.entries(await redis.hgetall(STATUS_KEY));
    return {
      geo: await readPositions(redis, scope),
      status: Object.fromEntries(statuses.filter(([driverId]) => driverId.startsWith(scope))),
    };
  } finally {
    redis.disconnect();
  }
}

async function readPositions(redis: Redis, scope: string): Promise<RedisEvidence['geo']> {
  const driverIds = (await redis.zrange(GEO_KEY, 0, -1)).filter((id) => id.startsWith(scope));
  const geo: RedisEvidence['geo'] = {};
  for (let start = 0; start < driverIds.length; start += PAGE) {
    const page = driverIds.slice(start, start + PAGE);
    const positions = await redis.geopos(GEO_KEY, ...page);
    positions.forEach((position, i) => {
      if (position) {
        geo[page[i]] = { lon: Number(position[0]), lat: Number(position[1]) };
      }
    });
  }
  return geo;
}
