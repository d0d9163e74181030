import type { Point } from '@driver-dispatch/contract';
import type { Redis } from 'ioredis';
import { LocationBuffer } from '../drivers/location-buffer';
import { OrderStore } from '../orders/order-store';
import { GEO_KEY, LOCATION_KEY } from '../redis/redis-keys';
import { nextPoint, north } from '../testing/points';
import { pauseReconciler } from '../testing/reconciler';
import { eventually, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';
import { WaitingDeliveriesService } from './waiting-deliveries.service';

const servers = useTestServers();

describe('a driver with a wrong location in the index', () => {
  let engine: TestEngine;
  let redis: Redis;

  beforeAll(async () => {
    engine = await servers.engine({ assignment: { retrySeconds: 600 } });
    redis = servers.redisClient(engine.databaseUrl);
    await pauseReconciler(engine);
  });

  const plant = (driverId: string, { lon, lat }: Point) => redis.geoadd(GEO_KEY, lon, lat, driverId);
  const ping = (driverId: string, point: Point) =>
    engine.drivers.reportLocation({ driverId, point, recordedAt: new Date().toISOString() });
  const getPosition = async (driverId: string) => Number((await redis.geopos(GEO_KEY, driverId))[0]![1]);
  const getAssignment = async (deliveryId: string) => {
    const [assignment] = await engine.query(
      `SELECT driver_id AS "driverId", distance_metres AS "distanceMetres", decision
       FROM driver_dispatch.assignments WHERE delivery_id = $1`,
      [deliveryId],
    );
    return assignment;
  };

  it.each([300, 2_000])('nearer by %s m is not preferred to a driver who is nearer', async (metres) => {
    const point = nextPoint();
    const [misplaced, nearer] = [`p-misplaced-${metres}`, `p-nearer-${metres}`];
    await engine.driverAt(misplaced, north(point, metres + 10));
    await engine.driverAt(nearer, north(point, metres - 50));
    await plant(misplaced, north(point, 10));
    const { deliveryId } = await engine.order(point);
    const { driverId, distanceMetres, decision } = await getAssignment(deliveryId);
    expect(driverId).toBe(nearer);
    expect(distanceMetres).toBeCloseTo(metres - 50, 0);
    expect(decision).toMatchObject({
      source: 'POSTGRES',
      refused: [],
      candidates: [
        { driverId: nearer, distanceMetres: metres - 50 },
        { driverId: misplaced, distanceMetres: metres + 10 },
      ],
    });
    expect(await getPosition(misplaced)).toBeCloseTo(north(point, metres + 10).lat, 4);
    expect(await engine.row(misplaced)).toMatchObject({ status: 'AVAILABLE' });
  });

  it('is assigned with the correct distance if no other driver is nearer', async () => {
    const point = nextPoint();
    await engine.driverAt('t-misplaced', north(point, 310));
    await engine.driverAt('t-next', north(point, 900));
    await plant('t-misplaced', north(point, 10));
    const { deliveryId } = await engine.order(point);
    expect(await getAssignment(deliveryId)).toMatchObject({
      driverId: 't-misplaced',
      distanceMetres: expect.closeTo(310, 0),
      decision: { refused: [] },
    });
  });

  it('is not preferred if the reported location differs by a few metres', async () => {
    const point = nextPoint();
    await engine.driverAt('f-misplaced', north(point, 30));
    await engine.driverAt('f-nearer', north(point, 25));
    await ping('f-misplaced', north(point, 30));
    await eventually(
      () => engine.row('f-misplaced'),
      ({ location_at: at }) => at !== null,
    );
    await plant('f-misplaced', north(point, 20));
    const { deliveryId } = await engine.order(point);
    expect((await getAssignment(deliveryId)).driverId).toBe('f-nearer');
  });

  it('is not assigned if the correct location is outside the search radius', async () => {
    const point = nextPoint();
    await engine.driverAt('o-misplaced', north(point, 5_500));
    await plant('o-misplaced', point);
    expect((await engine.order(point)).state).toBe('PENDING');
  });

  it('does not change the candidates of concurrent orders', async () => {
    const point = nextPoint();
    await engine.driverAt('s-misplaced', north(point, 3_000));
    for (const [i, metres] of [100, 200, 300, 400].entries()) {
      await engine.driverAt(`s-${i}`, north(point, metres));
    }
    await plant('s-misplaced', point);
    const orders = await Promise.all(Array.from({ length: 4 }, () => engine.order(point)));
    const drivers = await Promise.all(
      orders.map(async ({ deliveryId }) => (await getAssignment(deliveryId)).driverId),
    );
    expect(drivers.sort()).toEqual(['s-0', 's-1', 's-2', 's-3']);
  });

  it('is assigned if the index has a newer location than PostgreSQL', async () => {
    const point = nextPoint();
    await engine.driverAt('n-moving', north(point, 800));
    await redis.geoadd(GEO_KEY, point.lon, point.lat, 'n-moving');
    await redis.hset(LOCATION_KEY, 'n-moving', `${Date.now()} ${point.lon} ${point.lat}`);
    const { deliveryId } = await engine.order(point);
    expect(await getAssignment(deliveryId)).toMatchObject({
      driverId: 'n-moving',
      distanceMetres: expect.closeTo(0, 0),
      decision: { source: 'REDIS', refused: [] },
    });
  });
});

describe('drivers who move while orders arrive', () => {
  const DRIVERS = 200;
  const ROUNDS = 25;
  const ORDERS_PER_ROUND = 4;

  it('are not ineligible', async () => {
    const engine = await servers.engine({ assignment: { retrySeconds: 600 } });
    const { application } = engine.running;
    const orderStore = application.get(OrderStore, { strict: false });
    const buffer = application.get(LocationBuffer, { strict: false });
    const point = nextPoint();
    const ids = Array.from({ length: DRIVERS }, (_, i) => `w-${i}`);
    const somewhere = () => north(point, Math.random() * 900);
    await Promise.all(ids.map((id) => engine.driverAt(id, somewhere())));
    let lastRecordedAt = 0;
    const moveAll = () => {
      // Times are unique: two locations with the same time have no defined order.
      lastRecordedAt = Math.max(lastRecordedAt + 1, Date.now());
      const recordedAt = new Date(lastRecordedAt).toISOString();
      return engine.drivers.reportLocations(
        ids.map((driverId) => ({ driverId, point: somewhere(), recordedAt })),
      );
    };
    // Storing locks rows, which would refuse drivers for another reason, so it does not run during a claim.
    const store = buffer.flush.bind(buffer);
    jest.spyOn(buffer, 'flush').mockResolvedValue();
    const matching = jest.spyOn(application.get(WaitingDeliveriesService, { strict: false }), 'matchMoved');
    const accept = orderStore.accept.bind(orderStore);
    const accepting = jest.spyOn(orderStore, 'accept');
    const states: string[] = [];
    const assignedAtOnce: Record<'stored' | 'unstored', boolean[]> = { stored: [], unstored: [] };
    for (let round = 0; round < ROUNDS; round++) {
      accepting.mockImplementationOnce(async (...args) => {
        // All drivers move after the search. PostgreSQL gets the new locations in every second round.
        await moveAll();
        const stored = round % 2 === 1;
        await (stored ? store() : undefined);
        const assigned = await accept(...args);
        assignedAtOnce[stored ? 'stored' : 'unstored'].push(...assigned.values());
        // Before waiting deliveries are claimed, drivers move again without an update in PostgreSQL.
        await moveAll();
        return assigned;
      });
      const [receipts] = await Promise.all([
        Promise.all(Array.from({ length: ORDERS_PER_ROUND }, () => engine.order(point))),
        moveAll(),
      ]);
      states.push(...receipts.map(({ state }) => state));
      await Promise.all(matching.mock.results.map(({ value }) => value));
    }
    expect(new Set(assignedAtOnce.unstored)).toEqual(new Set([true]));
    // Most drivers have moved farther than the tolerance of the index and are searched again.
    expect(assignedAtOnce.stored.filter((atOnce) => !atOnce).length).toBeGreaterThan(ROUNDS / 4);
    expect(states).toEqual(Array(ROUNDS * ORDERS_PER_ROUND).fill('ASSIGNED'));
    const rows = await engine.query('SELECT driver_id, decision FROM driver_dispatch.assignments');
    const taken = new Set(rows.map(({ driver_id: driverId }) => driverId));
    expect(taken.size).toBe(ROUNDS * ORDERS_PER_ROUND);
    // A driver whom a concurrent order has claimed may be recorded as ineligible.
    const free = rows.flatMap(({ decision }) => decision.refused).filter((driverId) => !taken.has(driverId));
    expect(free).toEqual([]);
    // A ranking that is discarded is made again by PostgreSQL, without a refusal. PostgreSQL is also asked after other
    // orders have taken all of a ranking's drivers; those refusals are recorded.
    const ranked = rows.filter(({ decision }) => decision.candidates.length > 1);
    expect(ranked.length).toBeGreaterThan(0);
    expect(
      ranked.filter(({ decision }) => decision.source !== 'REDIS' && decision.refused.length === 0),
    ).toEqual([]);
  });
});
