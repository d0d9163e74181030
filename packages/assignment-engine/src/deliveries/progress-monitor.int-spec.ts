import { sql } from '../database/sql';
import { nextPoint, north } from '../testing/points';
import { eventually, readyOrder, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';

const servers = useTestServers();
const HOUR = 3_600;
let cases = 0;

/** Starts an engine with alert limits of one hour, except those in `progress`. */
const engineWith = (progress: object, heartbeatTtlSeconds = 600) =>
  servers.engine({
    heartbeat: { ttlSeconds: heartbeatTtlSeconds },
    progress: {
      notPickedUpAfterSeconds: HOUR,
      notEndedAfterSeconds: HOUR,
      driverSilentAfterSeconds: HOUR,
      noShowAfterSeconds: HOUR,
      ...progress,
    },
  });

async function assigned(engine: TestEngine, readyAt = new Date()) {
  const point = nextPoint();
  const driverId = `slow-${++cases}`;
  await engine.driverAt(driverId, point);
  const pickup = { ...readyOrder(point).pickup, readyAt: readyAt.toISOString() };
  const { deliveryId, submissionKey, state } = await engine.order(point, { pickup });
  expect(state).toBe('ASSIGNED');
  return { deliveryId, submissionKey, driverId };
}

const getAlerts = async (engine: TestEngine, deliveryId: string, all = false) =>
  (await engine.get(`/v1/alerts?all=${all}`)).body.alerts.filter(
    (alert: { deliveryId: string }) => alert.deliveryId === deliveryId,
  );

const waitUntil = (engine: TestEngine, deliveryId: string, types: string[]) =>
  eventually(
    () => getAlerts(engine, deliveryId),
    (alerts) =>
      JSON.stringify(alerts.map((one: { type: string }) => one.type).sort()) === JSON.stringify(types),
  );

/** Moves the assignment and pickup times of a delivery back by some seconds. */
const age = (engine: TestEngine, deliveryId: string, seconds: number) =>
  engine.query(
    `UPDATE driver_dispatch.deliveries
     SET assigned_at = assigned_at - make_interval(secs => $2), picked_up_at = picked_up_at - make_interval(secs => $2)
     WHERE id = $1`,
    [deliveryId, seconds],
  );

const getEvents = (engine: TestEngine, submissionKey: string) =>
  engine.sink.events.filter(({ data }) => data.submissionKey === submissionKey);

describe('deliveries without progress', () => {
  let engine: TestEngine;

  beforeAll(async () => {
    engine = await engineWith({ notPickedUpAfterSeconds: 2, notEndedAfterSeconds: 3 });
  });

  it('raise one alert before the pickup and resolve it with the pickup', async () => {
    const { deliveryId, submissionKey, driverId } = await assigned(engine);
    const [alert] = await waitUntil(engine, deliveryId, ['delivery.not_picked_up']);
    expect(alert).toMatchObject({ resolvedAt: null, details: { driverId, since: expect.any(String) } });
    const raised = await eventually(
      () => getEvents(engine, submissionKey),
      (events) => events.length === 2,
    );
    expect(raised[1]).toMatchObject({
      type: 'delivery.alert_raised',
      data: { sequence: 2, state: 'ASSIGNED', alert: 'delivery.not_picked_up', since: alert.details.since },
    });
    await engine.drivers.pickUp({ deliveryId, driverId });
    expect(await getAlerts(engine, deliveryId)).toEqual([]);
    expect(await getAlerts(engine, deliveryId, true)).toMatchObject([{ resolvedAt: expect.any(String) }]);
    expect((await engine.get('/health')).body.warnings).toEqual([]);
  });

  it('raise an alert after the pickup and resolve it with the end', async () => {
    const { deliveryId, submissionKey, driverId } = await assigned(engine);
    await engine.drivers.pickUp({ deliveryId, driverId });
    await waitUntil(engine, deliveryId, ['delivery.not_ended']);
    const { status } = await engine.operate('POST', `/v1/deliveries/${deliveryId}/end`, {
      outcome: 'DELIVERED',
      reason: 'Phone is dead',
      operator: 'Ops',
    });
    expect(status).toBe(200);
    expect(await getAlerts(engine, deliveryId)).toEqual([]);
    const events = await eventually(
      () => getEvents(engine, submissionKey),
      (seen) => seen.at(-1)?.type === 'delivery.delivered',
    );
    expect(events.map(({ data }) => data.sequence)).toEqual(events.map((_, index) => index + 1));
  });

  it('raise the alert relative to the ready time of an order assigned early', async () => {
    const later = await assigned(engine, new Date(Date.now() + 1_200_000));
    await age(engine, later.deliveryId, HOUR);
    const now = await assigned(engine);
    await waitUntil(engine, now.deliveryId, ['delivery.not_picked_up']);
    expect(await getAlerts(engine, later.deliveryId)).toEqual([]);
  });
});

describe('drivers without a heartbeat', () => {
  let engine: TestEngine;

  beforeAll(async () => {
    engine = await engineWith({ driverSilentAfterSeconds: 4 }, 0.2);
  });

  it('raise an alert that the next heartbeat resolves', async () => {
    const { deliveryId, submissionKey, driverId } = await assigned(engine);
    await waitUntil(engine, deliveryId, ['delivery.driver_silent']);
    await engine.drivers.heartbeat(driverId);
    await waitUntil(engine, deliveryId, []);
    const events = await eventually(
      () => getEvents(engine, submissionKey),
      (seen) => seen.length >= 3,
    );
    expect(events.slice(1, 3)).toMatchObject([
      { type: 'delivery.alert_raised', data: { alert: 'delivery.driver_silent', state: 'ASSIGNED' } },
      { type: 'delivery.alert_resolved', data: { alert: 'delivery.driver_silent', state: 'ASSIGNED' } },
    ]);
  });
});

describe('a driver who does not approach the store', () => {
  const LIMIT = 2;

  /** An engine with a short heartbeat's time to live, so that heartbeats count as reliable soon. */
  const engineWithNoShows = (assignment: object = {}) =>
    servers.engine({
      heartbeat: { ttlSeconds: 3 },
      assignment,
      progress: { noShowAfterSeconds: LIMIT },
    });

  /** Assigns an order to its only driver, at a distance from the store. */
  async function assignedFrom(engine: TestEngine, metres: number, readyAt = new Date()) {
    const [point, driverId] = [nextPoint(), `slow-${++cases}`];
    const location = north(point, metres);
    await engine.driverAt(driverId, location);
    const pickup = { ...readyOrder(point).pickup, readyAt: readyAt.toISOString() };
    const { deliveryId, submissionKey, state } = await engine.order(point, { pickup });
    expect(state).toBe('ASSIGNED');
    return { deliveryId, submissionKey, driverId, point };
  }

  it('raises an alert that a nearer location resolves', async () => {
    const engine = await engineWithNoShows();
    const { deliveryId, submissionKey, driverId, point } = await assignedFrom(engine, 2_000);
    await waitUntil(engine, deliveryId, ['delivery.no_show']);
    await engine.drivers.reportLocation({
      driverId,
      point: north(point, 1_800),
      recordedAt: new Date().toISOString(),
    });
    await waitUntil(engine, deliveryId, []);
    const events = await eventually(
      () => getEvents(engine, submissionKey),
      (seen) => seen.length >= 3,
    );
    expect(events.slice(1, 3)).toMatchObject([
      { type: 'delivery.alert_raised', data: { alert: 'delivery.no_show', state: 'ASSIGNED' } },
      { type: 'delivery.alert_resolved', data: { alert: 'delivery.no_show', state: 'ASSIGNED' } },
    ]);
    expect(await engine.delivery(deliveryId)).toMatchObject({ state: 'ASSIGNED', driverId });
  });

  it('raises no alert near the store, or before the ready time', async () => {
    const engine = await engineWithNoShows();
    const near = await assignedFrom(engine, 200);
    const early = await assignedFrom(engine, 2_000, new Date(Date.now() + 600_000));
    const late = await assignedFrom(engine, 2_000);
    await waitUntil(engine, late.deliveryId, ['delivery.no_show']);
    expect(await getAlerts(engine, near.deliveryId, true)).toEqual([]);
    expect(await getAlerts(engine, early.deliveryId, true)).toEqual([]);
  });

  it('loses the delivery to the nearest available driver, if this is enabled', async () => {
    const engine = await engineWithNoShows({ reassignment: true, reassignNoShows: true });
    const { deliveryId, driverId, point, submissionKey } = await assignedFrom(engine, 2_000);
    await waitUntil(engine, deliveryId, ['delivery.no_show']);
    // No other driver was available before.
    await engine.driverAt('next', north(point, 100));
    const delivery = await eventually(
      async () => {
        await engine.drivers.heartbeat('next');
        return engine.delivery(deliveryId);
      },
      (current) => current.driverId === 'next',
    );
    expect(delivery.assignments).toMatchObject([
      { driverId, releasedAt: expect.any(String) },
      { driverId: 'next', operator: 'engine', releasedAt: null },
    ]);
    expect(await getAlerts(engine, deliveryId)).toEqual([]);
    expect(await engine.row(driverId)).toMatchObject({ status: 'OFFLINE' });
    await eventually(
      () => getEvents(engine, submissionKey),
      (events) => events.at(-1)?.type === 'delivery.reassigned',
    );
    await expect(engine.drivers.pickUp({ deliveryId, driverId })).rejects.toMatchObject({
      code: 'driver_mismatch',
      details: { state: 'ASSIGNED' },
    });
  });
});

it('resolves the alerts of a delivery one by one, each with its event', async () => {
  const engine = await engineWith({});
  const { deliveryId } = await assigned(engine);
  const transaction = engine.database.createQueryRunner();
  await transaction.startTransaction();
  // A plan that reads all alerts before it changes the delivery.
  await transaction.query('SET LOCAL enable_nestloop = off');
  await transaction.query(
    `INSERT INTO driver_dispatch.alerts (type, delivery_id, details)
     VALUES ('delivery.driver_silent', $1, '{}'), ('delivery.no_show', $1, '{}')`,
    [deliveryId],
  );
  const resolved: string[] = [];
  for (let call = 0; call < 2; call++) {
    const rows = await transaction.query(sql('deliveries/resolve-driver-alerts.sql'), [HOUR]);
    resolved.push(...rows.map(({ alert }: { alert: string }) => alert));
  }
  await transaction.rollbackTransaction();
  await transaction.release();
  expect(resolved.sort()).toEqual(['delivery.driver_silent', 'delivery.no_show']);
});

it('raises each alert once when two engines run', async () => {
  const engine = await engineWith({ notPickedUpAfterSeconds: 1 });
  await servers.engine({
    database: { url: engine.databaseUrl },
    heartbeat: { ttlSeconds: 600 },
    progress: { notPickedUpAfterSeconds: 1 },
  });
  const deliveries = [];
  for (let count = 0; count < 5; count += 1) {
    deliveries.push(await assigned(engine));
  }
  for (const { deliveryId } of deliveries) {
    await waitUntil(engine, deliveryId, ['delivery.not_picked_up']);
    const { events } = await engine.delivery(deliveryId);
    expect(events.map(({ type }: { type: string }) => type)).toEqual([
      'delivery.accepted',
      'delivery.assigned',
      'delivery.alert_raised',
    ]);
  }
});
