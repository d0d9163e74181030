import { signMessage } from '@driver-dispatch/contract';
import { nextPoint } from '../testing/points';
import type { TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';
import { LocationBuffer } from './location-buffer';

const servers = useTestServers();
let engine: TestEngine;
let other: TestEngine;

beforeAll(async () => {
  engine = await servers.engine({ assignment: { reassignment: true } });
  other = await servers.engine({
    database: { url: engine.databaseUrl },
    keys: { driverApp: engine.keys.driverApp },
  });
});

interface Reply {
  status?: string;
  state?: string;
  duplicate?: boolean;
  error?: { code: string };
}

/** Signs a request. The returned function sends it, unchanged each time. */
function captured(action: string, message: object, { signedAt = new Date() } = {}) {
  const body = JSON.stringify(message);
  const headers = {
    'content-type': 'application/json',
    ...signMessage(engine.keys.driverApp, `msg_${Math.random()}`, body, signedAt),
  };
  return async (to = engine) => {
    const response = await fetch(`${to.url}/v1/driver-app/${action}`, { method: 'POST', headers, body });
    return { status: response.status, body: (await response.json()) as Reply };
  };
}

async function flush() {
  for (const { running } of [engine, other]) {
    await running.application.get(LocationBuffer, { strict: false }).flush();
  }
}

const expireHeartbeat = (driverId: string) =>
  engine.query(`UPDATE driver_dispatch.drivers SET seen_at = now() - interval '1 hour' WHERE id = $1`, [
    driverId,
  ]);

describe.each([
  ['the same engine', () => engine],
  ['another engine', () => other],
])('a message replayed to %s', (name, target) => {
  const id = (what: string) => `p-${what}-${name.split(' ')[0]}`;

  it('does not register a driver again', async () => {
    const driverId = id('register');
    const register = captured('register', { type: 'driver.register', driverId, name: 'First', phone: '1' });
    expect(await register()).toMatchObject({ status: 200, body: { status: 'OFFLINE' } });
    await engine.operate('PATCH', `/v1/drivers/${driverId}`, { name: 'Second', phone: '2' });
    const before = await engine.row(driverId);
    expect(await register(target())).toMatchObject({ status: 200, body: { status: 'OFFLINE' } });
    expect(await engine.row(driverId)).toEqual(before);
  });

  it('does not count as a heartbeat', async () => {
    const driverId = id('heartbeat');
    await engine.driverAt(driverId, nextPoint());
    const heartbeat = captured('heartbeat', { type: 'driver.heartbeat', driverId });
    expect((await heartbeat()).status).toBe(200);
    await flush();
    await expireHeartbeat(driverId);
    const before = await engine.row(driverId);
    expect((await heartbeat(target())).status).toBe(200);
    await flush();
    expect((await engine.row(driverId)).seen_at).toEqual(before.seen_at);
    await engine.drivers.heartbeat(driverId);
    await flush();
    expect((await engine.row(driverId)).seen_at > before.seen_at).toBe(true);
  });

  it.each([
    ['location', 0],
    ['locations', 0],
    ['locations', 600_000],
  ])('does not count as a heartbeat as %s recorded %d ms ahead', async (action, aheadMs) => {
    const driverId = id(`${action}-${aheadMs}`);
    const point = nextPoint();
    await engine.driverAt(driverId, point);
    const report = (at: number) => {
      const location = { driverId, point, recordedAt: new Date(at).toISOString() };
      return captured(
        action,
        action === 'location'
          ? { type: 'driver.report_location', ...location }
          : { type: 'driver.report_locations', locations: [location] },
      );
    };
    const measuredAt = Date.now() - 1_000 + aheadMs;
    const first = report(measuredAt);
    expect((await first()).status).toBe(202);
    await flush();
    await expireHeartbeat(driverId);
    const before = await engine.row(driverId);
    expect((await first(target())).status).toBe(202);
    await flush();
    expect((await engine.row(driverId)).seen_at).toEqual(before.seen_at);
    await report(measuredAt + 1)();
    await flush();
    expect((await engine.row(driverId)).seen_at > before.seen_at).toBe(true);
  });

  it('does not suppress a heartbeat stored in the same batch', async () => {
    const driverId = id('together');
    const point = nextPoint();
    await engine.driverAt(driverId, point);
    const recordedAt = new Date().toISOString();
    const location = captured('location', { type: 'driver.report_location', driverId, point, recordedAt });
    await location();
    await flush();
    await expireHeartbeat(driverId);
    const before = await engine.row(driverId);
    await captured('heartbeat', { type: 'driver.heartbeat', driverId })(target());
    await location(target());
    await flush();
    expect((await engine.row(driverId)).seen_at > before.seen_at).toBe(true);
  });

  it('does not make a driver AVAILABLE again', async () => {
    const driverId = id('status');
    await engine.drivers.register({ driverId, name: 'Status' });
    const message = { type: 'driver.set_status', driverId, status: 'AVAILABLE', point: nextPoint() };
    const available = captured('status', message);
    expect((await available()).body.status).toBe('AVAILABLE');
    await engine.query(
      `UPDATE driver_dispatch.drivers SET status = 'OFFLINE', status_version = status_version + 1 WHERE id = $1`,
      [driverId],
    );
    expect(await available(target())).toMatchObject({ status: 200, body: { status: 'OFFLINE' } });
    expect((await engine.row(driverId)).status).toBe('OFFLINE');
  });
});

it('applies a message that was refused before the driver was registered', async () => {
  const heartbeat = captured('heartbeat', { type: 'driver.heartbeat', driverId: 'p-late' });
  expect((await heartbeat()).status).toBe(404);
  await engine.drivers.register({ driverId: 'p-late', name: 'Late' });
  expect((await heartbeat()).status).toBe(200);
  const [{ count }] = await engine.query(
    `SELECT count(*)::int FROM driver_dispatch.received_messages WHERE expires_at > now() + interval '9 minutes'`,
  );
  expect(count).toBeGreaterThan(0);
});

describe.each([
  ['the same engine', () => engine],
  ['another engine', () => other],
])('a refused message replayed to %s', (name, target) => {
  const id = (what: string) => `r-${what}-${name.split(' ')[0]}`;
  const proof = { kind: 'in_person' as const, receivedBy: 'Ada' };

  async function assigned(what: string) {
    const driverId = id(what);
    const point = nextPoint();
    await engine.driverAt(driverId, point);
    const { deliveryId } = await engine.order(point);
    return { driverId, deliveryId, point };
  }

  it.each([false, true])(
    'does not make a driver AVAILABLE after the end of the shift, newShift %s',
    async (newShift) => {
      const { driverId, deliveryId } = await assigned(`status-${newShift}`);
      const message = { type: 'driver.set_status', driverId, status: 'AVAILABLE', newShift };
      const available = captured('status', message);
      expect(await available()).toMatchObject({
        status: 409,
        body: { error: { code: 'illegal_transition' } },
      });
      await engine.drivers.fail({ deliveryId, driverId, code: 'other', endShift: true });
      // Only the recorded message may refuse the replay, not the time of the last signed status.
      await engine.query('UPDATE driver_dispatch.drivers SET status_signed_at = NULL WHERE id = $1', [
        driverId,
      ]);
      expect(await available(target())).toMatchObject({
        status: 409,
        body: { error: { code: 'illegal_transition' } },
      });
      expect((await engine.row(driverId)).status).toBe('OFFLINE');
      expect(await captured('status', message)(target())).toMatchObject({
        status: 200,
        body: { status: 'AVAILABLE' },
      });
    },
  );

  it('does not complete a delivery picked up later', async () => {
    const { driverId, deliveryId } = await assigned('complete');
    const message = { type: 'delivery.complete', deliveryId, driverId, proof };
    const complete = captured('complete', message);
    expect((await complete()).status).toBe(409);
    await engine.drivers.pickUp({ deliveryId, driverId });
    expect(await complete(target())).toMatchObject({
      status: 409,
      body: { error: { code: 'illegal_transition' } },
    });
    expect((await engine.delivery(deliveryId)).state).toBe('PICKED_UP');
    expect(await captured('complete', message)(target())).toMatchObject({
      status: 200,
      body: { state: 'DELIVERED', duplicate: false },
    });
  });

  it('does not pick up or fail a delivery reassigned to its driver later', async () => {
    const { deliveryId, driverId, point } = await assigned('mine');
    const next = id('next');
    await engine.driverAt(next, point);
    const pickUp = captured('pick-up', { type: 'delivery.pick_up', deliveryId, driverId: next });
    const fail = captured('fail', { type: 'delivery.fail', deliveryId, driverId: next, code: 'other' });
    expect((await pickUp()).status).toBe(403);
    expect((await fail()).status).toBe(403);
    const reassigned = await engine.operate('POST', `/v1/deliveries/${deliveryId}/reassign`, {
      driverId: next,
      fromDriverId: driverId,
      operator: 'ops',
    });
    expect(reassigned.status).toBe(200);
    for (const copy of [pickUp, fail]) {
      expect(await copy(target())).toMatchObject({
        status: 403,
        body: { error: { code: 'driver_mismatch' } },
      });
    }
    expect((await engine.delivery(deliveryId)).state).toBe('ASSIGNED');
  });

  it('returns the receipt if it was applied', async () => {
    const { driverId, deliveryId } = await assigned('applied');
    const pickUp = captured('pick-up', { type: 'delivery.pick_up', deliveryId, driverId });
    expect((await pickUp()).body).toMatchObject({ state: 'PICKED_UP', duplicate: false });
    expect((await pickUp(target())).body).toMatchObject({ state: 'PICKED_UP', duplicate: true });
  });
});

it('keeps a message while its signature is valid although the clock of PostgreSQL is ahead', async () => {
  await engine.drivers.register({ driverId: 'p-clock', name: 'First' });
  const now = Date.now.bind(Date);
  const clock = jest.spyOn(Date, 'now').mockImplementation(() => now() - 200_000);
  try {
    const message = { type: 'driver.register', driverId: 'p-clock', name: 'Second' };
    const register = captured('register', message, { signedAt: new Date(Date.now() - 250_000) });
    expect((await register()).status).toBe(200);
    expect((await engine.row('p-clock')).name).toBe('Second');
    const rename = { type: 'driver.register', driverId: 'p-clock', name: 'Third' };
    await captured('register', rename, { signedAt: new Date(Date.now()) })();
    expect((await register()).status).toBe(200);
    expect((await engine.row('p-clock')).name).toBe('Third');
  } finally {
    clock.mockRestore();
  }
});

it('deletes messages whose signatures have expired', async () => {
  await engine.query(
    `INSERT INTO driver_dispatch.received_messages
     SELECT gen_random_uuid(), now() - interval '1 minute' FROM generate_series(1, 2)`,
  );
  await engine.drivers.register({ driverId: 'p-delete', name: 'Delete' });
  const old = await engine.query(`SELECT 1 FROM driver_dispatch.received_messages WHERE expires_at < now()`);
  expect(old).toEqual([]);
});
