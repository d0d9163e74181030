import type { DriverStatus } from '@driver-dispatch/contract';
import type { Redis } from 'ioredis';
import { nextPoint, north } from '../testing/points';
import { pauseReconciler } from '../testing/reconciler';
import type { TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';
import type { DriverAvailability } from './driver-availability';
import { sumDrift } from './index-drift';
import { READY_KEY, GEO_KEY, onlineKey, STATUS_KEY } from './redis-keys';
import { RedisService } from './redis.service';

const servers = useTestServers();
const POINT = { lat: 52.52, lon: 13.405 };
const LOOKUP = { point: POINT, radiusMetres: 1_000, channelId: '1', examine: 100 };

describe('RedisService', () => {
  let engine: TestEngine;
  let redis: Redis;
  let service: RedisService;

  beforeAll(async () => {
    engine = await servers.engine();
    redis = servers.redisClient(engine.databaseUrl);
    service = engine.running.application.get(RedisService, { strict: false });
    await pauseReconciler(engine);
  });

  const driver = (id: string, status: DriverStatus, statusVersion = 1): DriverAvailability => ({
    id,
    status,
    statusVersion,
    statusSince: new Date(1_000),
    channels: [],
    lat: POINT.lat,
    lon: POINT.lon,
    locationAt: null,
    vehicleKind: null,
    tags: [],
    loadCapacityGrams: null,
  });
  const inGeo = async (id: string) => (await redis.zscore(GEO_KEY, id)) !== null;
  const getPosition = async (id: string) => {
    const [position] = await redis.geopos(GEO_KEY, id);
    return position && { lon: Number(position[0]), lat: Number(position[1]) };
  };
  const ping = (driverId: string, lat: number, at: number) =>
    service.reportLocations([
      { driverId, heartbeat: false, location: { point: { lat, lon: POINT.lon }, recordedAt: new Date(at) } },
    ]);
  const found = async (channelId = '1') =>
    (await service.searchNearest([{ ...LOOKUP, channelId }]))?.[0].drivers.map(({ driverId }) => driverId);

  describe('invariant 1: drivers:geo holds AVAILABLE drivers only', () => {
    it.each(['BUSY', 'OFFLINE'] as const)('does not add a %s driver', async (status) => {
      await service.applyStatuses([driver(`i1-${status}`, status)]);
      expect(await inGeo(`i1-${status}`)).toBe(false);
      expect(await redis.hget(STATUS_KEY, `i1-${status}`)).toBe(`1 ${status} 1000 `);
    });

    it('adds an AVAILABLE driver with the location', async () => {
      await service.applyStatuses([driver('i1-available', 'AVAILABLE')]);
      const position = await getPosition('i1-available');
      expect(position!.lat).toBeCloseTo(POINT.lat, 4);
      expect(position!.lon).toBeCloseTo(POINT.lon, 4);
    });

    it.each(['BUSY', 'OFFLINE'] as const)('does not add a %s driver on a location report', async (status) => {
      const id = `i1-ping-${status}`;
      await service.applyStatuses([driver(id, status)]);
      await ping(id, POINT.lat, Date.now());
      expect(await inGeo(id)).toBe(false);
      expect(await redis.exists(onlineKey(id))).toBe(1);
    });

    it('does not add a driver without a cached status, and reports the driver as unknown', async () => {
      await expect(ping('i1-unknown', POINT.lat, Date.now())).resolves.toEqual({
        unknown: ['i1-unknown'],
        unavailable: [],
      });
      expect(await inGeo('i1-unknown')).toBe(false);
    });

    it('does not add an AVAILABLE driver without a location', async () => {
      await service.applyStatuses([{ ...driver('i1-nowhere', 'AVAILABLE'), lat: null, lon: null }]);
      expect(await inGeo('i1-nowhere')).toBe(false);
    });

    it('removes a driver beyond the latitude limit of Redis', async () => {
      await service.applyStatuses([{ ...driver('i1-pole', 'AVAILABLE'), lat: 89 }]);
      expect(await inGeo('i1-pole')).toBe(false);
      await ping('i1-pole', 85, 1_000);
      expect(await inGeo('i1-pole')).toBe(true);
      await ping('i1-pole', 86, 2_000);
      expect(await inGeo('i1-pole')).toBe(false);
    });
  });

  describe('invariant 2: drivers:geo without BUSY and OFFLINE drivers', () => {
    it.each(['BUSY', 'OFFLINE'] as const)('removes a driver who becomes %s', async (status) => {
      const id = `i2-${status}`;
      await service.applyStatuses([driver(id, 'AVAILABLE', 1)]);
      await service.applyStatuses([driver(id, status, 2)]);
      expect(await inGeo(id)).toBe(false);
    });

    it('removes a planted entry when the same status version is written again', async () => {
      await service.applyStatuses([driver('i2-planted', 'BUSY', 2)]);
      await redis.geoadd(GEO_KEY, POINT.lon, POINT.lat, 'i2-planted');
      await service.applyStatuses([driver('i2-planted', 'BUSY', 2)]);
      expect(await inGeo('i2-planted')).toBe(false);
    });

    it('removes an assigned driver', async () => {
      const point = nextPoint();
      await engine.driverAt('i2-assigned', point);
      expect(await inGeo('i2-assigned')).toBe(true);
      const { state } = await engine.order(point);
      expect(state).toBe('ASSIGNED');
      expect(await inGeo('i2-assigned')).toBe(false);
    });

    it('removes a driver who goes OFFLINE', async () => {
      await engine.driverAt('i2-home', nextPoint());
      expect(await inGeo('i2-home')).toBe(true);
      await engine.drivers.setStatus({ driverId: 'i2-home', status: 'OFFLINE' });
      expect(await inGeo('i2-home')).toBe(false);
    });

    it('removes a deactivated driver', async () => {
      await engine.driverAt('i2-gone', nextPoint());
      await engine.operate('DELETE', '/v1/drivers/i2-gone');
      expect(await inGeo('i2-gone')).toBe(false);
    });

    it('does not add a BUSY driver who reports a location to the engine', async () => {
      const point = nextPoint();
      await engine.driverAt('i2-riding', point);
      await engine.order(point);
      await engine.drivers.reportLocation({
        driverId: 'i2-riding',
        point: north(point, 50),
        recordedAt: new Date().toISOString(),
      });
      expect(await inGeo('i2-riding')).toBe(false);
    });
  });

  describe('status versions', () => {
    it('ignores an older AVAILABLE after BUSY', async () => {
      await service.applyStatuses([driver('f-late', 'BUSY', 6)]);
      await expect(service.applyStatuses([driver('f-late', 'AVAILABLE', 5)])).resolves.toEqual({
        changed: 0,
        drift: sumDrift(),
        newer: ['f-late'],
      });
      expect(await inGeo('f-late')).toBe(false);
      expect(await redis.hget(STATUS_KEY, 'f-late')).toMatch(/^6 BUSY /);
    });

    it('ignores an older BUSY after AVAILABLE', async () => {
      await service.applyStatuses([driver('f-free', 'AVAILABLE', 6)]);
      await service.applyStatuses([driver('f-free', 'BUSY', 5)]);
      expect(await inGeo('f-free')).toBe(true);
    });

    it('are compared as numbers', async () => {
      await service.applyStatuses([driver('f-ten', 'BUSY', 10)]);
      await service.applyStatuses([driver('f-ten', 'AVAILABLE', 9)]);
      expect(await inGeo('f-ten')).toBe(false);
    });

    it('keep the newest version whatever the order of writes', async () => {
      const history = [1, 2, 3, 4, 5, 6].map((version) =>
        driver('f-any', version % 2 ? 'AVAILABLE' : 'BUSY', version),
      );
      for (const order of [
        [5, 0, 3, 1, 4, 2],
        [0, 5, 4, 3, 2, 1],
        [2, 5, 1, 4, 0, 3],
      ]) {
        await redis.hdel(STATUS_KEY, 'f-any');
        await redis.zrem(GEO_KEY, 'f-any');
        for (const index of order) {
          await service.applyStatuses([history[index]]);
        }
        expect(await redis.hget(STATUS_KEY, 'f-any')).toMatch(/^6 BUSY /);
        expect(await inGeo('f-any')).toBe(false);
      }
    });

    it('do not replace a newer location when the same version is written again', async () => {
      await service.applyStatuses([driver('f-moved', 'AVAILABLE')]);
      await ping('f-moved', 52.6, Date.now());
      await service.applyStatuses([driver('f-moved', 'AVAILABLE')]);
      expect((await getPosition('f-moved'))!.lat).toBeCloseTo(52.6, 4);
    });
  });

  describe('locations', () => {
    it('ignore reports older than the last one', async () => {
      await service.applyStatuses([driver('l-order', 'AVAILABLE')]);
      await ping('l-order', 52.53, 2_000);
      await ping('l-order', 52.54, 1_000);
      expect((await getPosition('l-order'))!.lat).toBeCloseTo(52.53, 4);
      await ping('l-order', 52.55, 3_000);
      expect((await getPosition('l-order'))!.lat).toBeCloseTo(52.55, 4);
    });

    it('keep their time after a heartbeat without a location', async () => {
      await service.applyStatuses([driver('l-beat', 'AVAILABLE')]);
      await ping('l-beat', 52.53, 2_000);
      await service.reportLocations([{ driverId: 'l-beat', heartbeat: true }]);
      await ping('l-beat', 52.54, 1_000);
      expect((await getPosition('l-beat'))!.lat).toBeCloseTo(52.53, 4);
    });

    it('set a heartbeat key that expires', async () => {
      await service.applyStatuses([driver('l-ttl', 'AVAILABLE')]);
      await ping('l-ttl', POINT.lat, Date.now());
      const seconds = await redis.ttl(onlineKey('l-ttl'));
      expect(seconds).toBeGreaterThan(590);
      expect(seconds).toBeLessThanOrEqual(600);
    });

    it('renew the heartbeat only if they are newer', async () => {
      await service.applyStatuses([driver('l-copy', 'AVAILABLE')]);
      await ping('l-copy', POINT.lat, 2_000);
      await redis.del(onlineKey('l-copy'));
      await ping('l-copy', POINT.lat, 2_000);
      await ping('l-copy', POINT.lat, 1_000);
      expect(await redis.exists(onlineKey('l-copy'))).toBe(0);
      await ping('l-copy', POINT.lat, 2_001);
      expect(await redis.exists(onlineKey('l-copy'))).toBe(1);
    });

    it('of many drivers are stored in one call', async () => {
      const ids = Array.from({ length: 300 }, (_, i) => `l-many-${i}`);
      await service.applyStatuses(ids.map((id, i) => driver(id, i % 3 ? 'AVAILABLE' : 'BUSY')));
      const { unknown, unavailable } = await service.reportLocations(
        [...ids, 'l-unknown'].map((driverId, i) => ({
          driverId,
          heartbeat: false,
          location: { point: { lat: -(1 + i / 10), lon: 13 }, recordedAt: new Date(1_000) },
        })),
      );
      expect(unknown).toEqual(['l-unknown']);
      expect(unavailable).toEqual(ids.filter((_, i) => i % 3 === 0));
      for (const i of [1, 100, 299]) {
        const position = await getPosition(ids[i]);
        expect(position?.lat).toEqual(i % 3 ? expect.closeTo(-(1 + i / 10), 4) : undefined);
      }
    });
  });

  describe('search', () => {
    it('skips drivers in drivers:geo who are not AVAILABLE in drivers:status', async () => {
      await service.applyStatuses([driver('s-busy', 'BUSY'), driver('s-free', 'AVAILABLE')]);
      await redis.geoadd(GEO_KEY, POINT.lon, POINT.lat, 's-busy', POINT.lon, POINT.lat, 's-unknown');
      const drivers = await found();
      expect(drivers).toContain('s-free');
      expect(drivers).not.toContain('s-busy');
      expect(drivers).not.toContain('s-unknown');
      await redis.zrem(GEO_KEY, 's-busy', 's-unknown');
    });

    it('returns a driver only for the channels of the driver', async () => {
      await service.applyStatuses([{ ...driver('s-shop', 'AVAILABLE'), channels: ['12', '3'] }]);
      expect(await found('12')).toContain('s-shop');
      expect(await found('3')).toContain('s-shop');
      expect(await found('1')).not.toContain('s-shop');
      expect(await found('2')).not.toContain('s-shop');
    });

    it('returns the traits of a driver', async () => {
      const traits = {
        vehicleKind: 'VAN',
        tags: ['age_check', 'cooling'],
        loadCapacityGrams: 90_000,
      } as const;
      await service.applyStatuses([{ ...driver('s-van', 'AVAILABLE'), ...traits, channels: ['1', '3'] }]);
      const [{ drivers }] = (await service.searchNearest([LOOKUP]))!;
      const van = drivers.find(({ driverId }) => driverId === 's-van');
      expect(van).toMatchObject({ idleSince: 1_000, traits: 'VAN 90000 age_check,cooling' });
    });

    it('returns results for many points in the order of the lookups', async () => {
      const far = { lat: POINT.lat - 10, lon: POINT.lon };
      await service.applyStatuses([
        driver('s-here', 'AVAILABLE'),
        { ...driver('s-far', 'AVAILABLE'), ...far },
      ]);
      const lookups = Array.from({ length: 40 }, (_, i) => (i % 3 ? LOOKUP : { ...LOOKUP, point: far }));
      const answers = await service.searchNearest(lookups);
      const found = answers!.map(({ drivers }) => drivers.map(({ driverId }) => driverId));
      expect(found.map((ids) => ids.includes('s-far'))).toEqual(lookups.map((_, i) => i % 3 === 0));
      expect(found.map((ids) => ids.includes('s-here'))).toEqual(lookups.map((_, i) => i % 3 !== 0));
    });

    it('returns undefined while the index is incomplete', async () => {
      await redis.del(READY_KEY);
      await expect(service.searchNearest([LOOKUP])).resolves.toBeUndefined();
      expect(await service.markReady(await service.beginRebuilding())).toBe(true);
      expect(await found()).toBeDefined();
    });
  });
});

describe('a key prefix', () => {
  it('is added to every key', async () => {
    const engine = await servers.engine({ redis: { keyPrefix: '{berlin}:' } });
    const redis = servers.redisClient(engine.databaseUrl);
    const point = nextPoint();
    await engine.driverAt('p-ada', point);
    await engine.drivers.heartbeat('p-ada');
    await engine.order(point);
    const keys = await redis.keys('*');
    await engine.close();
    expect(keys.sort()).toEqual(
      expect.arrayContaining([
        '{berlin}:driver:online:p-ada',
        '{berlin}:drivers:ready',
        '{berlin}:drivers:status',
      ]),
    );
    expect(keys.filter((key) => !key.startsWith('{berlin}:'))).toEqual([]);
  });
});
