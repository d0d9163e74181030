import { randomUUID } from 'node:crypto';
import { DRIVER_SESSION_PATH, type DeliveryReceipt, type Point } from '@driver-dispatch/contract';
import { LocationBuffer } from '../drivers/location-buffer';
import { DriverDevice } from '../testing/driver-device';
import { nextPoint, north } from '../testing/points';
import { routesOf } from '../testing/routes';
import type { TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';

const servers = useTestServers();
const proof = { kind: 'in_person', receivedBy: 'Grace' };
let engine: TestEngine;

beforeAll(async () => {
  engine = await servers.engine({ proof: { maxFailedPinAttempts: 2 } });
});

let drivers = 100;

interface Assigned {
  device: DriverDevice;
  driverId: string;
  deliveryId: string;
  point: Point;
}

/** A signed-in driver with an ASSIGNED delivery. */
async function assigned(deliveryPin?: string): Promise<Assigned> {
  const driverId = `r-${++drivers}`;
  const point = nextPoint();
  await engine.driverAt(driverId, point);
  const { deliveryId }: DeliveryReceipt = await engine.order(point, {
    dropoff: {
      name: `Receiver of ${driverId}`,
      phone: `+49 30 5550${drivers}`,
      point: north(point, 1_000),
      address: { street: `Street of ${driverId}` },
      deliveryPin,
    },
  });
  return { device: await DriverDevice.signIn(engine, driverId), driverId, deliveryId, point };
}

async function signedIn(): Promise<DriverDevice> {
  const driverId = `r-${++drivers}`;
  await engine.drivers.register({ driverId, name: 'Ada' });
  return DriverDevice.signIn(engine, driverId);
}

const row = (driverId: string) => engine.row(driverId);
const flush = () => engine.running.application.get(LocationBuffer, { strict: false }).flush();
const here = (point: Point, recordedAt = new Date()) => ({ point, recordedAt: recordedAt.toISOString() });

describe("another driver's session", () => {
  /** Bodies that are valid on their route. A driver's id in a body must be ignored. */
  const bodies = (victim: Assigned & { messageId: string }): Record<string, object> => ({
    'PUT duty': { status: 'OFFLINE', driverId: victim.driverId },
    'POST locations': { locations: [{ ...here({ lat: 1, lon: 1 }), driverId: victim.driverId }] },
    'POST deliveries/:id/pick-up': { driverId: victim.driverId },
    'POST deliveries/:id/complete': { driverId: victim.driverId, proof },
    'POST deliveries/:id/fail': { driverId: victim.driverId, code: 'other' },
    'POST deliveries/:id/messages': { driverId: victim.driverId, messageId: randomUUID(), text: 'Hello' },
    'POST deliveries/:id/messages/read': { driverId: victim.driverId, messageIds: [victim.messageId] },
    'PUT push': { endpoint: 'https://example.com', keys: {} },
    'POST offers/:id/accept': { driverId: victim.driverId },
    'POST offers/:id/decline': { driverId: victim.driverId, reason: 'other' },
    'POST sessions': {},
  });

  it('reads and changes nothing on any route', async () => {
    const permitting = await servers.engine({
      database: { url: engine.databaseUrl },
      proof: { imageUrl: 'https://shop.example.com/images', imageKeys: engine.keys.driverApp },
      assignment: { channelModes: { offered: 'offer' } },
    });
    const { deliveryId, ...others } = await assigned();
    const message = { text: 'Message for the driver', operator: 'Ops' };
    const { body } = await engine.operate('POST', `/v1/deliveries/${deliveryId}/messages`, message);
    const victim = { ...others, deliveryId, messageId: body.messageId };
    const offered = 'offered';
    const store = nextPoint();
    await engine.driverAt(offered, store);
    await permitting.order(store, { channelId: 'offered' });
    const { offerId } = (await engine.drivers.heartbeat(offered)).offer!;
    const before = async () => {
      await flush();
      await permitting.running.application.get(LocationBuffer, { strict: false }).flush();
      return JSON.stringify([
        await row(victim.driverId),
        await engine.delivery(victim.deliveryId),
        await engine.query('SELECT * FROM driver_dispatch.driver_sessions WHERE driver_id = $1', [
          victim.driverId,
        ]),
        await engine.query('SELECT * FROM driver_dispatch.tracker_secrets WHERE driver_id = $1', [
          victim.driverId,
        ]),
        (await engine.get(`/v1/offers?driverId=${offered}`)).body,
      ]);
    };
    const { body: tracker } = await victim.device.request('POST', 'tracker-secrets', {});
    const state = await before();
    const prefix = `${DRIVER_SESSION_PATH}/`;
    const own = routesOf(permitting).filter(
      ({ path, method }) => path.startsWith(prefix) && method !== 'HEAD',
    );
    expect(own.length).toBeGreaterThan(9);
    for (const { method, path } of own) {
      const intruder = await signedIn();
      const route = path.slice(prefix.length);
      const target = route
        .replace(':id', route.startsWith('offers') ? offerId : victim.deliveryId)
        .replace(':secretId', tracker.secretId);
      const query = route === 'deliveries' ? `?since=${new Date(0).toISOString()}` : '';
      let text: string;
      if (route === 'events') {
        const { events } = await intruder.listen().then(async (stream) => {
          await stream.until(() => true);
          return stream;
        });
        intruder.close();
        text = JSON.stringify(events);
      } else {
        const body = bodies(victim)[`${method} ${route}`] ?? (method === 'POST' ? {} : undefined);
        const reply = await intruder.request(method, target + query, body, { engine: permitting });
        text = JSON.stringify(reply.body ?? '');
        if (route.includes(':id')) {
          expect([route, reply.status, reply.body.error.code]).toEqual([route, 403, 'driver_mismatch']);
        }
      }
      const secrets = [
        victim.driverId,
        tracker.secretId,
        'Receiver of',
        '+49 30',
        'Street of',
        'Message for',
      ];
      for (const secret of secrets) {
        expect([route, text]).toEqual([route, expect.not.stringContaining(secret)]);
      }
    }
    expect(await before()).toBe(state);
  });

  it('lists no deliveries of other drivers, also after a reassignment', async () => {
    const reassigning = await servers.engine({
      database: { url: engine.databaseUrl },
      assignment: { reassignment: true },
    });
    const first = await assigned();
    const second = await signedIn();
    await engine.driverAt(second.driverId, first.point);
    const since = new Date(0).toISOString();
    const list = async ({ request }: DriverDevice, device: DriverDevice) =>
      (await request.call(device, 'GET', `deliveries?since=${since}`)).body.deliveries;
    expect(await list(first.device, first.device)).toHaveLength(1);
    await reassigning.operate('POST', `/v1/deliveries/${first.deliveryId}/reassign`, {
      driverId: second.driverId,
      fromDriverId: first.driverId,
      operator: 'Ops',
    });
    expect(await list(first.device, first.device)).toEqual([]);
    expect(await list(second, second)).toMatchObject([{ deliveryId: first.deliveryId, state: 'ASSIGNED' }]);
    expect(await first.device.step(first.deliveryId, 'pick-up')).toMatchObject({
      status: 403,
      body: { error: { code: 'driver_mismatch' } },
    });
  });
});

describe('the steps of a delivery', () => {
  it('go from the pickup to the drop-off, and are repeated without effect', async () => {
    const { device, driverId, deliveryId } = await assigned();
    const { task } = (await device.request('GET', 'me')).body;
    expect(task).toMatchObject({ deliveryId, state: 'ASSIGNED', pinRequired: false });
    expect(await device.step(deliveryId, 'pick-up')).toMatchObject({
      status: 200,
      body: { state: 'PICKED_UP', duplicate: false },
    });
    expect((await device.step(deliveryId, 'pick-up')).body).toMatchObject({ duplicate: true });
    expect((await device.step(deliveryId, 'complete', { proof, endShift: true })).body).toMatchObject({
      state: 'DELIVERED',
      duplicate: false,
    });
    expect((await device.step(deliveryId, 'complete', { proof })).body).toMatchObject({ duplicate: true });
    expect(await row(driverId)).toMatchObject({ status: 'OFFLINE' });
    const { events } = await engine.delivery(deliveryId);
    expect(events.slice(2).map(({ type, actor }: any) => [type, actor])).toEqual([
      ['delivery.picked_up', `driver:${driverId}`],
      ['delivery.delivered', `driver:${driverId}`],
    ]);
    const today = (await device.request('GET', `deliveries?since=${new Date(0).toISOString()}`)).body;
    expect(today).toEqual({
      deliveries: [
        {
          deliveryId,
          orderCode: expect.any(String),
          state: 'DELIVERED',
          storeName: 'Store',
          distanceMetres: 1000,
          assignedAt: expect.any(String),
          endedAt: expect.any(String),
        },
      ],
      onDutySeconds: expect.any(Number),
    });
    const later = await device.request(
      'GET',
      `deliveries?since=${new Date(Date.now() + 1000).toISOString()}`,
    );
    expect(later.body).toEqual({ deliveries: [], onDutySeconds: 0 });
  });

  it('require the delivery PIN, count failed attempts once per request, and never contain the PIN', async () => {
    const { device, deliveryId } = await assigned('424242');
    const me = await device.request('GET', 'me');
    expect(me.body.task.pinRequired).toBe(true);
    expect(JSON.stringify(me.body)).not.toContain('424242');
    expect((await engine.drivers.heartbeat(device.driverId)).task).toMatchObject({ pinRequired: true });
    await device.step(deliveryId, 'pick-up');
    const guess = (pin: string, key?: string) =>
      device.step(deliveryId, 'complete', { proof: { kind: 'pin', pin } }, key);
    const key = randomUUID();
    expect(await guess('1', key)).toMatchObject({
      status: 409,
      body: { error: { code: 'proof_refused', details: { attemptsLeft: 1 } } },
    });
    expect((await guess('1', key)).body.error.code).toBe('proof_refused');
    expect((await guess('2')).body.error.details).toEqual({ attemptsLeft: 0 });
    expect((await guess('424242')).body.error.code).toBe('proof_locked');
  });

  it('are refused again when a refused request is repeated with its key', async () => {
    const { device, deliveryId } = await assigned();
    const key = randomUUID();
    expect((await device.step(deliveryId, 'complete', { proof }, key)).status).toBe(409);
    await device.step(deliveryId, 'pick-up');
    expect(await device.step(deliveryId, 'complete', { proof }, key)).toMatchObject({
      status: 409,
      body: { error: { code: 'illegal_transition' } },
    });
    expect((await engine.delivery(deliveryId)).state).toBe('PICKED_UP');
    expect((await device.step(deliveryId, 'complete', { proof }, randomUUID())).status).toBe(200);
    const wrong = await device.step(deliveryId, 'complete', { proof }, 'no-uuid');
    expect(wrong.body.error.code).toBe('invalid_message');
  });

  it('answer 404 for a permit if the shop takes no proof images', async () => {
    const { device, deliveryId } = await assigned();
    expect((await device.step(deliveryId, 'proof-permit')).status).toBe(404);
  });
});

describe('the duty', () => {
  it('starts and ends with the location of the driver', async () => {
    const device = await signedIn();
    const point = nextPoint();
    expect(await device.request('PUT', 'duty', { status: 'AVAILABLE', point })).toMatchObject({
      status: 200,
      body: { status: 'AVAILABLE', driverId: device.driverId, session: { sessionId: device.sessionId } },
    });
    expect(await row(device.driverId)).toMatchObject({ status: 'AVAILABLE', ...point });
    expect((await device.request('PUT', 'duty', { status: 'OFFLINE' })).body.status).toBe('OFFLINE');
    const [{ reason }] = (await engine.operate('GET', `/v1/drivers/${device.driverId}/status-history`)).body
      .history;
    expect(reason).toBe('driver app');
  });

  it('does not start again by a repeated request', async () => {
    const device = await signedIn();
    const key = randomUUID();
    const start = () => device.request('PUT', 'duty', { status: 'AVAILABLE' }, { key });
    expect((await start()).body.status).toBe('AVAILABLE');
    await device.request('PUT', 'duty', { status: 'OFFLINE' });
    expect(await start()).toMatchObject({ status: 200, body: { status: 'OFFLINE' } });
    const other = await DriverDevice.signIn(engine, device.driverId);
    expect((await other.request('PUT', 'duty', { status: 'AVAILABLE' }, { key })).body.status).toBe(
      'OFFLINE',
    );
    expect((await device.request('PUT', 'duty', { status: 'AVAILABLE' })).body.status).toBe('AVAILABLE');
  });

  it('does not start by a request that was sent late', async () => {
    const device = await signedIn();
    const start = async (ageSeconds: number) =>
      (await device.request('PUT', 'duty', { status: 'AVAILABLE', ageSeconds }, { key: randomUUID() })).body
        .status;
    expect(await start(301)).toBe('OFFLINE');
    expect(await start(200)).toBe('AVAILABLE');
    await device.request('PUT', 'duty', { status: 'OFFLINE', ageSeconds: 100 });
    expect(await start(150)).toBe('OFFLINE');
    expect(await start(50)).toBe('AVAILABLE');
  });

  it('does not end by a request from before the shift, but at once and within the shift', async () => {
    const device = await signedIn();
    const request = async (status: string, ageSeconds?: number) =>
      (await device.request('PUT', 'duty', { status, ageSeconds }, { key: randomUUID() })).body.status;
    expect(await request('AVAILABLE', 120)).toBe('AVAILABLE');
    expect(await request('OFFLINE', 3_000)).toBe('AVAILABLE');
    // The times of requests that a device sends in order may be some seconds apart.
    expect(await request('OFFLINE', 122)).toBe('OFFLINE');
    expect(await request('AVAILABLE')).toBe('AVAILABLE');
    expect(await request('OFFLINE')).toBe('OFFLINE');
    await engine.query(
      `UPDATE driver_dispatch.drivers SET status = 'AVAILABLE', status_signed_at = now() + interval '60 seconds'
       WHERE id = $1`,
      [device.driverId],
    );
    expect(await request('OFFLINE')).toBe('OFFLINE');
  });

  it('ends by a repeated request if a crash prevented the first one', async () => {
    const device = await signedIn();
    const key = randomUUID();
    const end = () => device.request('PUT', 'duty', { status: 'OFFLINE' }, { key });
    await end();
    await engine.query(`UPDATE driver_dispatch.drivers SET status = 'AVAILABLE' WHERE id = $1`, [
      device.driverId,
    ]);
    expect((await end()).body.status).toBe('OFFLINE');
  });

  it('starts after a delivery that was completed without network before', async () => {
    const { device, driverId, deliveryId } = await assigned();
    // The status that made the driver AVAILABLE is older.
    await engine.query('UPDATE driver_dispatch.drivers SET status_signed_at = NULL WHERE id = $1', [
      driverId,
    ]);
    await device.step(deliveryId, 'pick-up');
    await device.step(deliveryId, 'complete', { proof, endShift: true, ageSeconds: 120 });
    const start = async (ageSeconds: number) =>
      (await device.request('PUT', 'duty', { status: 'AVAILABLE', ageSeconds })).body.status;
    expect(await start(130)).toBe('OFFLINE');
    expect(await start(60)).toBe('AVAILABLE');
  });

  it('does not end the hold of an operator, unless the driver starts a shift after it', async () => {
    const device = await signedIn();
    await engine.operate('POST', `/v1/drivers/${device.driverId}/status`, { status: 'OFFLINE' });
    expect((await device.request('PUT', 'duty', { status: 'AVAILABLE' })).body).toMatchObject({
      status: 'OFFLINE',
      statusReason: 'operator_hold',
    });
    const start = async (ageSeconds: number) =>
      (await device.request('PUT', 'duty', { status: 'AVAILABLE', newShift: true, ageSeconds })).body.status;
    await engine.query(
      `UPDATE driver_dispatch.drivers SET hold_since = now() - interval '60 seconds', status_signed_at = NULL
       WHERE id = $1`,
      [device.driverId],
    );
    expect(await start(90)).toBe('OFFLINE');
    expect(await start(30)).toBe('AVAILABLE');
  });

  it('cannot change during a delivery', async () => {
    const { device } = await assigned();
    expect(await device.request('PUT', 'duty', { status: 'OFFLINE' })).toMatchObject({
      status: 409,
      body: { error: { code: 'illegal_transition', details: { state: 'BUSY' } } },
    });
  });
});

describe('reported locations', () => {
  it('are stored in any order, the newest last, without invalid ones', async () => {
    const device = await signedIn();
    const [older, newer] = [nextPoint(), nextPoint()];
    const now = Date.now();
    const reply = await device.request('POST', 'locations', {
      locations: [
        here(newer, new Date(now - 1_000)),
        here(older, new Date(now - 60_000)),
        here(older, new Date(now + 3_600_000)),
        { point: { lat: 91, lon: 0 }, recordedAt: new Date(now).toISOString() },
        'nowhere',
      ],
    });
    expect(reply.status).toBe(202);
    expect(reply.body).toMatchObject({
      unknownDrivers: [],
      refused: [{ index: 2 }, { index: 3 }, { index: 4 }],
    });
    await flush();
    expect(await row(device.driverId)).toMatchObject(newer);
  });

  it('are signs of life, also if the location is old', async () => {
    const device = await signedIn();
    const point = nextPoint();
    const location = here(point);
    const report = () => device.request('POST', 'locations', { locations: [location] });
    await report();
    await flush();
    await engine.query(
      `UPDATE driver_dispatch.drivers SET seen_at = now() - interval '1 hour' WHERE id = $1`,
      [device.driverId],
    );
    await report();
    await flush();
    expect(Date.now() - (await row(device.driverId)).seen_at.getTime()).toBeLessThan(600_000);
  });

  it('are at most 200 per request', async () => {
    const device = await signedIn();
    const locations = Array.from({ length: 201 }, () => here(nextPoint()));
    expect((await device.request('POST', 'locations', { locations })).status).toBe(400);
    expect((await device.request('POST', 'locations', { locations: [] })).status).toBe(400);
  });
});
