import type { Point } from '@driver-dispatch/contract';
import type { Redis } from 'ioredis';
import { LocationBuffer } from '../drivers/location-buffer';
import { GEO_KEY, LOCATED_KEY } from '../redis/redis-keys';
import { nextPlace, north } from '../testing/places';
import { restReconciler } from '../testing/reconciler';
import { eventually, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';
import { DriverClaims } from './driver-claims';
import { WaitingDeliveriesService } from './waiting-deliveries.service';

const servers = useTestServers();

describe('a driver whom somebody else has moved in the index', () => {
  let engine: TestEngine;
  let redis: Redis;

  beforeAll(async () => {
    engine = await servers.engine({ assignment: { retrySeconds: 600 } });
    redis = servers.redisClient(engine.databaseUrl);
    await restReconciler(engine);
  });

  const plant = (driverId: string, { lon, lat }: Point) => redis.geoadd(GEO_KEY, lon, lat, driverId);
  const ping = (driverId: string, point: Point) =>
    engine.drivers.reportLocation({ driverId, point, recordedAt: new Date().toISOString() });
  const positionOf = async (driverId: string) => Number((await redis.geopos(GEO_KEY, driverId))[0]![1]);
  const assignmentOf = async (deliveryId: string) => {
    const [assignment] = await engine.query(
      `SELECT driver_id AS "driverId", distance_metres AS "distanceMetres", decision
       FROM driver_dispatch.assignments WHERE delivery_id = $1`,
      [deliveryId],
    );
    return assignment;
  };

  it.each([300, 2_000])(
    'nearer by %s m does not come before those who are nearer in truth',
    async (metres) => {
      const place = nextPlace();
      const [liar, honest] = [`p-liar-${metres}`, `p-honest-${metres}`];
      await engine.driverAt(liar, north(place, metres + 10));
      await engine.driverAt(honest, north(place, metres - 50));
      await plant(liar, north(place, 10));
      const { deliveryId } = await engine.order(place);
      const { driverId, distanceMetres, decision } = await assignmentOf(deliveryId);
      expect(driverId).toBe(honest);
      expect(distanceMetres).toBeCloseTo(metres - 50, 0);
      expect(decision).toMatchObject({
        ...{ source: 'postgres', refused: [] },
        candidates: [
          { driverId: honest, distanceMetres: metres - 50 },
          { driverId: liar, distanceMetres: metres + 10 },
        ],
      });
      expect(await positionOf(liar)).toBeCloseTo(north(place, metres + 10).lat, 4);
      expect(await engine.row(liar)).toMatchObject({ status: 'AVAILABLE' });
    },
  );

  it('comes all the same when nobody is nearer, and the true distance is kept', async () => {
    const place = nextPlace();
    await engine.driverAt('t-liar', north(place, 310));
    await engine.driverAt('t-next', north(place, 900));
    await plant('t-liar', north(place, 10));
    const { deliveryId } = await engine.order(place);
    expect(await assignmentOf(deliveryId)).toMatchObject({
      ...{ driverId: 't-liar', distanceMetres: expect.closeTo(310, 0) },
      decision: { refused: [] },
    });
  });

  it('a few metres are noticed as well, of a driver who has told the own location', async () => {
    const place = nextPlace();
    await engine.driverAt('f-liar', north(place, 30));
    await engine.driverAt('f-honest', north(place, 25));
    await ping('f-liar', north(place, 30));
    await eventually(
      () => engine.row('f-liar'),
      ({ location_at: at }) => at !== null,
    );
    await plant('f-liar', north(place, 20));
    const { deliveryId } = await engine.order(place);
    expect((await assignmentOf(deliveryId)).driverId).toBe('f-honest');
  });

  it('out of reach is not brought into it', async () => {
    const place = nextPlace();
    await engine.driverAt('o-liar', north(place, 5_500));
    await plant('o-liar', place);
    expect((await engine.order(place)).state).toBe('PENDING');
  });

  it('does not spoil the ranking of several orders that want the driver at once', async () => {
    const place = nextPlace();
    await engine.driverAt('s-liar', north(place, 3_000));
    for (const [i, metres] of [100, 200, 300, 400].entries()) {
      await engine.driverAt(`s-${i}`, north(place, metres));
    }
    await plant('s-liar', place);
    const orders = await Promise.all(Array.from({ length: 4 }, () => engine.order(place)));
    const drivers = await Promise.all(
      orders.map(async ({ deliveryId }) => (await assignmentOf(deliveryId)).driverId),
    );
    expect(drivers.sort()).toEqual(['s-0', 's-1', 's-2', 's-3']);
  });

  it('is not mistaken for one who has just moved: the index may know a newer location', async () => {
    const place = nextPlace();
    await engine.driverAt('n-moving', north(place, 800));
    await redis.geoadd(GEO_KEY, place.lon, place.lat, 'n-moving');
    await redis.hset(LOCATED_KEY, 'n-moving', `${Date.now()} ${place.lon} ${place.lat}`);
    const { deliveryId } = await engine.order(place);
    expect(await assignmentOf(deliveryId)).toMatchObject({
      ...{ driverId: 'n-moving', distanceMetres: expect.closeTo(0, 0) },
      decision: { source: 'redis', refused: [] },
    });
  });
});

describe('drivers who move while orders come', () => {
  const DRIVERS = 200;
  const ROUNDS = 25;
  const ORDERS_A_ROUND = 4;

  it('are never refused for it', async () => {
    const engine = await servers.engine({ assignment: { retrySeconds: 600 } });
    const { application } = engine.running;
    const claims = application.get(DriverClaims, { strict: false });
    const buffer = application.get(LocationBuffer, { strict: false });
    const place = nextPlace();
    const ids = Array.from({ length: DRIVERS }, (_, i) => `w-${i}`);
    const somewhere = () => north(place, Math.random() * 900);
    await Promise.all(ids.map((id) => engine.driverAt(id, somewhere())));
    let measuredAt = 0;
    const moveAll = () => {
      // Of two places at the same time neither is the true one.
      measuredAt = Math.max(measuredAt + 1, Date.now());
      const recordedAt = new Date(measuredAt).toISOString();
      return engine.drivers.reportLocations(
        ids.map((driverId) => ({ driverId, point: somewhere(), recordedAt })),
      );
    };
    // Rows that are being stored are locked, which is another reason: they are not stored beside a claim.
    const store = buffer.flush.bind(buffer);
    jest.spyOn(buffer, 'flush').mockResolvedValue();
    const matching = jest.spyOn(application.get(WaitingDeliveriesService, { strict: false }), 'matchMoved');
    const accept = claims.accept.bind(claims);
    const accepting = jest.spyOn(claims, 'accept');
    const states: string[] = [];
    const assignedAtOnce: Record<'stored' | 'unstored', boolean[]> = { stored: [], unstored: [] };
    for (let round = 0; round < ROUNDS; round++) {
      accepting.mockImplementationOnce(async (...args) => {
        // Everybody is elsewhere since the search, and every other time PostgreSQL knows.
        await moveAll();
        const stored = round % 2 === 1;
        await (stored ? store() : undefined);
        const assigned = await accept(...args);
        assignedAtOnce[stored ? 'stored' : 'unstored'].push(...assigned.values());
        // Who waits is claimed for in yet another place, of which PostgreSQL has not heard.
        await moveAll();
        return assigned;
      });
      const [receipts] = await Promise.all([
        Promise.all(Array.from({ length: ORDERS_A_ROUND }, () => engine.order(place))),
        moveAll(),
      ]);
      states.push(...receipts.map(({ state }) => state));
      await Promise.all(matching.mock.results.map(({ value }) => value));
    }
    expect(new Set(assignedAtOnce.unstored)).toEqual(new Set([true]));
    // Nearly everybody has moved by more than the index may be off, and is searched for again.
    expect(assignedAtOnce.stored.filter((atOnce) => !atOnce).length).toBeGreaterThan(ROUNDS / 4);
    expect(states).toEqual(Array(ROUNDS * ORDERS_A_ROUND).fill('ASSIGNED'));
    const rows = await engine.query('SELECT driver_id, decision FROM driver_dispatch.assignments');
    const taken = new Set(rows.map(({ driver_id: driverId }) => driverId));
    expect(taken.size).toBe(ROUNDS * ORDERS_A_ROUND);
    // One whom another of the orders has taken may be on record.
    const free = rows.flatMap(({ decision }) => decision.refused).filter((driverId) => !taken.has(driverId));
    expect(free).toEqual([]);
    // A ranking that is discarded is made again by PostgreSQL, without a refusal. PostgreSQL is also asked after other
    // orders have taken all of a ranking's drivers; those refusals are recorded.
    const ranked = rows.filter(({ decision }) => decision.candidates.length > 1);
    expect(ranked.length).toBeGreaterThan(0);
    expect(
      ranked.filter(({ decision }) => decision.source !== 'redis' && decision.refused.length === 0),
    ).toEqual([]);
  });
});
