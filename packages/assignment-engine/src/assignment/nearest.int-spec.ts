import { greatCircleDistance, type Point } from '@driver-dispatch/contract';
import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { ENGINE_CONFIGURATION } from '../configuration/tokens';
import { StatementRunner } from '../database/statement-runner';
import { replaceFleet, type FleetDriver } from '../testing/fleet';
import { travel } from '../testing/points';
import { rebuild } from '../testing/reconciler';
import type { TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';
import type { Candidate, CandidateSearch } from './candidate';
import { PostgresCandidateSource } from './postgres-candidate-source';
import { RedisCandidateSource } from './redis-candidate-source';

/** Maximum error in metres of a distance from a Redis position, which is a 52-bit geohash. */
const GEOHASH_METRES = 1;

const servers = useTestServers();
let engine: TestEngine;
let redis: Redis;
let byDatabase: PostgresCandidateSource;
let byIndex: RedisCandidateSource;

beforeAll(async () => {
  engine = await servers.engine();
  redis = servers.redisClient(engine.databaseUrl);
  byDatabase = engine.running.application.get(PostgresCandidateSource, { strict: false });
  byIndex = engine.running.application.get(RedisCandidateSource, { strict: false });
});

/** Replaces the fleet in PostgreSQL and rebuilds the index. */
async function replaceFleetAndIndex(fleet: readonly FleetDriver[]): Promise<void> {
  await replaceFleet(engine.database, fleet);
  await redis.flushdb();
  await rebuild(engine, redis);
}

const search = (point: Point, radiusMetres: number, channelId = '1'): CandidateSearch => ({
  point,
  radiusMetres,
  channelId,
  requirements: null,
  excluded: new Set(),
  skipped: new Map(),
});

/** Measures the whole fleet and sorts by distance (rounded to metres), longest idle time and id. */
function bruteForce(fleet: readonly FleetDriver[], { point, radiusMetres, channelId }: CandidateSearch) {
  return fleet
    .filter(({ channels = [] }) => channels.length === 0 || channels.includes(channelId))
    .map((driver) => ({ driver, distance: greatCircleDistance(driver.point, point) }))
    .filter(({ distance }) => distance <= radiusMetres)
    .sort(
      (a, b) =>
        Math.round(a.distance) - Math.round(b.distance) ||
        (b.driver.idleSeconds ?? 0) - (a.driver.idleSeconds ?? 0) ||
        (a.driver.id < b.driver.id ? -1 : 1),
    );
}

function expectExact(
  fleet: readonly FleetDriver[],
  requested: CandidateSearch,
  found: readonly Candidate[],
): void {
  const best = bruteForce(fleet, requested);
  expect(found[0]?.driverId).toBe(best[0]?.driver.id);
  for (const candidate of found) {
    const measured = best.find(({ driver }) => driver.id === candidate.driverId);
    expect(candidate.distanceMetres).toBeCloseTo(measured!.distance, 6);
  }
}

/** Uniformly distributed numbers. `fc.double` would prefer numbers close to 0. */
const evenly = (min: number, max: number) =>
  fc.integer({ min: 0, max: 1_000_000 }).map((n) => min + ((max - min) * n) / 1_000_000);

const centre = fc.oneof(
  fc.record({ lat: evenly(-90, 90), lon: evenly(-180, 180) }),
  fc.constantFrom(
    { lat: 90, lon: 0 },
    { lat: -90, lon: 77 },
    { lat: 89.9999, lon: -120 },
    { lat: 0.0001, lon: 180 },
    { lat: -17.8, lon: 179.9995 },
    { lat: 66, lon: -180 },
    { lat: 85.05, lon: 10 },
    { lat: 52.5, lon: 13.4 },
    { lat: 5e-324, lon: -1e-310 },
  ),
);
const scenario = fc.record({
  centre,
  spreadMetres: fc.constantFrom(30, 500, 5_000, 60_000),
  radiusMetres: fc.constantFrom(50, 400, 5_000, 25_000, 100_000),
  channelId: fc.constantFrom('1', '2', '12'),
  drivers: fc.array(
    fc.record({
      part: evenly(0, 1),
      bearing: evenly(0, 2 * Math.PI),
      idleSeconds: fc.integer({ min: 0, max: 5 }),
      channels: fc.constantFrom<string[]>([], [], ['1'], ['2'], ['1', '12'], ['121']),
    }),
    { minLength: 0, maxLength: 120 },
  ),
});

function getFleet({
  centre: around,
  spreadMetres,
  drivers,
}: {
  centre: Point;
  spreadMetres: number;
  drivers: any[];
}) {
  return drivers.map(({ part, bearing, idleSeconds, channels }, i): FleetDriver => ({
    id: `d${i}`,
    point: travel(around, part * spreadMetres, bearing),
    idleSeconds,
    channels,
  }));
}

describe('candidates from PostgreSQL', () => {
  it('are the nearest drivers, everywhere on Earth', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async (generated) => {
        const fleet = getFleet(generated);
        await replaceFleet(engine.database, fleet);
        const requested = search(generated.centre, generated.radiusMetres, generated.channelId);
        const [found] = await byDatabase.find([requested]);
        expectExact(fleet, requested, found);
      }),
      { numRuns: 60, endOnFailure: true },
    );
  });

  it.each([
    ['at high latitudes, where degrees of longitude are short', { lat: 70, lon: 20 }, Math.PI / 2, 0],
    ['across the antimeridian', { lat: -17, lon: 179.9999 }, Math.PI / 2, -Math.PI / 2],
    ['across the pole', { lat: 89.999, lon: 40 }, 0, Math.PI],
  ])('are not hidden by drivers nearer only in degrees: %s', async (_, around, towards, elsewhere) => {
    const others = Array.from({ length: 60 }, (__, i): FleetDriver => ({
      id: `other${i}`,
      point: travel(around, 1_500 + i, elsewhere),
    }));
    const fleet = [...others, { id: 'nearest', point: travel(around, 1_000, towards) }];
    await replaceFleetAndIndex(fleet);
    const requested = search(around, 5_000);
    expect((await byDatabase.find([requested]))[0][0].driverId).toBe('nearest');
    const { deliveryId } = await engine.order(around);
    expect((await engine.delivery(deliveryId)).driverId).toBe('nearest');
  });

  it('are returned for each of many points in one search', async () => {
    const fleet = Array.from({ length: 400 }, (_, i): FleetDriver => ({
      id: `d${i}`,
      point: travel({ lat: 48, lon: 11 }, 37 * i, i),
    }));
    await replaceFleet(engine.database, fleet);
    const requested = fleet.slice(0, 50).map(({ point }, i) => search(travel(point, 20, i), 3_000));
    const found = await byDatabase.find(requested);
    requested.forEach((request, i) => expectExact(fleet, request, found[i]));
  });

  it('include a nearer driver outside the search box of a driver in its corner', async () => {
    const around = { lat: 48, lon: 11 };
    const fleet = [
      { id: 'corner', point: travel(around, 1_300, Math.PI / 4) },
      { id: 'beside', point: travel(around, 1_100, 0) },
    ];
    await replaceFleet(engine.database, fleet);
    const { application } = engine.running;
    const configuration = application.get(ENGINE_CONFIGURATION, { strict: false });
    const statements = application.get(StatementRunner, { strict: false });
    // A new candidate source starts with a radius of 1,000 metres.
    const [found] = await new PostgresCandidateSource(statements, configuration).find([
      search(around, 5_000),
    ]);
    expect(found.map(({ driverId }) => driverId)).toEqual(['beside', 'corner']);
  });

  it('exclude a driver in a corner of the search box beyond the radius', async () => {
    const around = { lat: 48, lon: 11 };
    await replaceFleet(engine.database, [{ id: 'corner', point: travel(around, 6_000, Math.PI / 4) }]);
    expect(await byDatabase.find([search(around, 5_000)])).toEqual([[]]);
    expect(await byDatabase.find([search(around, 6_010)])).toMatchObject([[{ driverId: 'corner' }]]);
  });

  it('start with the longest idle driver of hundreds at one point, then the lower id', async () => {
    const spot = { lat: 48, lon: 11 };
    const drivers = Array.from({ length: 300 }, (_, i): FleetDriver => ({
      id: `d${String(i).padStart(3, '0')}`,
      point: spot,
      idleSeconds: i === 211 || i === 257 ? 900 : i % 7,
    }));
    await replaceFleet(engine.database, drivers);
    const [found] = await byDatabase.find([search(travel(spot, 80, 1), 1_000)]);
    expect(found[0].driverId).toBe('d211');
  });
});

describe('candidates from Redis', () => {
  it('are the nearest drivers, within the precision of the index', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async (generated) => {
        const fleet = getFleet(generated);
        await replaceFleetAndIndex(fleet);
        const requested = search(generated.centre, generated.radiusMetres, generated.channelId);
        const [found] = await byIndex.find([requested]);
        const best = bruteForce(fleet, requested);
        if (found === undefined) {
          return;
        }
        const chosen = fleet.find(({ id }) => id === found[0].driverId)!;
        expect(chosen.channels!.length === 0 || chosen.channels!.includes(generated.channelId)).toBe(true);
        expect(greatCircleDistance(chosen.point, generated.centre)).toBeLessThanOrEqual(
          Math.min(best[0]?.distance ?? Infinity, generated.radiusMetres) + 1 + 2 * GEOHASH_METRES,
        );
      }),
      { numRuns: 40, endOnFailure: true },
    );
  });

  it('are found everywhere within the latitude limit of Redis', async () => {
    for (const around of [
      { lat: 52.5, lon: 13.4 },
      { lat: -33.9, lon: 151.2 },
      { lat: 0.01, lon: 179.999 },
      { lat: 78, lon: 15 },
    ]) {
      const fleet = [40, 300, 2_000].map((metres, i) => ({
        id: `d${i}`,
        point: travel(around, metres, 1.6),
      }));
      await replaceFleetAndIndex(fleet);
      const [found] = await byIndex.find([search(around, 5_000)]);
      expect(found?.[0].driverId).toBe('d0');
    }
  });

  it.each([180, -180])('are found on both sides of the antimeridian, around longitude %d', async (lon) => {
    const around = { lat: 0.0001, lon };
    const points = [
      travel(around, 200, Math.PI / 2),
      travel(around, 200, -Math.PI / 2),
      { lat: 0.001, lon: 180 },
    ];
    for (const point of points) {
      await replaceFleetAndIndex([{ id: 'only', point }]);
      expect(await byIndex.find([search(around, 1_000)])).toMatchObject([[{ driverId: 'only' }]]);
    }
  });

  it('are found among hundreds of drivers of other channels', async () => {
    const around = { lat: 52.5, lon: 13.4 };
    const others = Array.from({ length: 500 }, (_, i) => ({
      id: `other${i}`,
      point: travel(around, i / 2, i),
      channels: ['9'],
    }));
    await replaceFleetAndIndex([...others, { id: 'ours', point: travel(around, 400, 2), channels: ['1'] }]);
    const [found] = await byIndex.find([search(around, 5_000)]);
    expect(found?.map(({ driverId }) => driverId)).toEqual(['ours']);
  });

  it('start with the longest idle driver at equal distances, then the lower id', async () => {
    const spot = { lat: 52.5, lon: 13.4 };
    const drivers = Array.from({ length: 40 }, (_, i) => ({
      id: `d${String(i).padStart(2, '0')}`,
      point: spot,
      idleSeconds: i === 31 || i === 37 ? 900 : 10,
    }));
    await replaceFleetAndIndex(drivers);
    const [found] = await byIndex.find([search(travel(spot, 100, 1), 1_000)]);
    expect(found?.slice(0, 2).map(({ driverId }) => driverId)).toEqual(['d31', 'd37']);
  });

  it('are undefined where the search exceeds the latitude limit of Redis', async () => {
    await replaceFleetAndIndex([{ id: 'north', point: { lat: 85.04, lon: 0 } }]);
    await expect(byIndex.find([search({ lat: 85.04, lon: 0 }, 5_000)])).resolves.toEqual([undefined]);
  });
});

describe('an order submitted to the engine', () => {
  it('is assigned to the nearest driver', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async (generated) => {
        // The engine refuses the point (0, 0).
        fc.pre(generated.centre.lat !== 0 || generated.centre.lon !== 0);
        const fleet = getFleet(generated);
        await replaceFleetAndIndex(fleet);
        const { deliveryId, state } = await engine.order(generated.centre, {
          channelId: generated.channelId,
          searchRadiusMetres: generated.radiusMetres,
        });
        const best = bruteForce(fleet, search(generated.centre, generated.radiusMetres, generated.channelId));
        if (state === 'PENDING') {
          expect(best).toEqual([]);
          return;
        }
        const { driverId } = await engine.delivery(deliveryId);
        const chosen = fleet.find(({ id }) => id === driverId)!;
        expect(greatCircleDistance(chosen.point, generated.centre)).toBeLessThanOrEqual(
          best[0].distance + 1 + 2 * GEOHASH_METRES,
        );
      }),
      { numRuns: 40, endOnFailure: true },
    );
  });
});
