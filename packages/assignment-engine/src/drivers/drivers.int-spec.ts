import type { Redis } from 'ioredis';
import { GEO_KEY, onlineKey, STATUS_KEY } from '../redis/redis-keys';
import { DriverDevice } from '../testing/driver-device';
import { nextPoint, north } from '../testing/points';
import { eventually, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';
import { LocationBuffer } from './location-buffer';

const servers = useTestServers();
let engine: TestEngine;
let redis: Redis;

beforeAll(async () => {
  engine = await servers.engine();
  redis = servers.redisClient(engine.databaseUrl);
});

const ago = (ms: number) => new Date(Date.now() - ms).toISOString();
const inGeo = async (id: string) => (await redis.zscore(GEO_KEY, id)) !== null;
const stored = (id: string, lat: number) =>
  eventually(
    () => engine.row(id),
    (row) => Math.abs(row.lat - lat) < 1e-9,
  );

describe('a driver', () => {
  it('is registered, and updated by another registration', async () => {
    const ada = { driverId: 'd-ada', name: 'Ada', phone: '+49 1', channels: ['1'] };
    await expect(
      engine.drivers.register({ ...ada, vehicle: { kind: 'VAN', plate: 'B-1' } }),
    ).resolves.toEqual({
      driverId: 'd-ada',
      status: 'OFFLINE',
      task: null,
      offer: null,
    });
    await engine.drivers.register({ ...ada, name: 'Ada L.', phone: '+49 2' });
    const { body } = await engine.get('/v1/drivers/d-ada');
    expect(body).toMatchObject({ id: 'd-ada', name: 'Ada L.', phone: '+49 2', channels: ['1'] });
  });

  it('keeps the status when registered again while AVAILABLE', async () => {
    const point = nextPoint();
    await engine.driverAt('d-again', point);
    const message = { type: 'driver.register', driverId: 'd-again', name: 'Again', channels: ['2'] };
    await engine.operate('POST', '/v1/drivers', message);
    expect((await engine.row('d-again')).status).toBe('AVAILABLE');
    expect(await redis.hget(STATUS_KEY, 'd-again')).toMatch(/ AVAILABLE \d+ 2$/);
    expect((await engine.order(point, { channelId: '1' })).state).toBe('PENDING');
    expect((await engine.order(point, { channelId: '2' })).state).toBe('ASSIGNED');
  });

  it('can be registered by an operator', async () => {
    const message = { type: 'driver.register', driverId: 'd-desk', name: 'Desk', channels: [] };
    expect((await engine.operate('POST', '/v1/drivers', message)).status).toBe(201);
    expect((await engine.get('/v1/drivers/d-desk')).body.name).toBe('Desk');
  });

  it('is listed in pages by id and by status', async () => {
    for (const id of ['list-c', 'list-a', 'list-b']) {
      await engine.drivers.register({ driverId: id, name: id, channels: [] });
    }
    await engine.drivers.setStatus({ driverId: 'list-b', status: 'AVAILABLE', point: nextPoint() });
    const ids = async (query: string) =>
      (await engine.get(`/v1/drivers?${query}`)).body.drivers.map(({ id }: any) => id);
    expect(await ids('after=list-&take=3')).toEqual(['list-a', 'list-b', 'list-c']);
    expect(await ids('after=list-a&take=1')).toEqual(['list-b']);
    expect(await ids('after=list-&take=1&status=AVAILABLE')).toEqual(['list-b']);
    expect((await engine.get('/v1/drivers?status=LAZY')).status).toBe(400);
  });

  it('keeps the fields that an edit omits', async () => {
    await engine.drivers.register({ driverId: 'd-edit', name: 'Edit', phone: '1', channels: ['1'] });
    const { status, body } = await engine.operate('PATCH', '/v1/drivers/d-edit', { name: 'Edith' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ name: 'Edith', phone: '1', channels: ['1'], active: true });
    expect((await engine.operate('PATCH', '/v1/drivers/d-edit', {})).status).toBe(400);
    expect((await engine.operate('PATCH', '/v1/drivers/d-edit', { name: '' })).status).toBe(400);
    expect((await engine.operate('PATCH', '/v1/drivers/unknown', { name: 'X' })).status).toBe(404);
  });

  it('keeps the status on an edit', async () => {
    await engine.drivers.register({ driverId: 'd-status', name: 'Status', channels: [] });
    await engine.operate('PATCH', '/v1/drivers/d-status', { name: 'Status 2', status: 'AVAILABLE' });
    expect(await engine.row('d-status')).toMatchObject({ name: 'Status 2', status: 'OFFLINE' });
  });

  it('becomes OFFLINE when deactivated, and can be AVAILABLE again after activation', async () => {
    const point = nextPoint();
    await engine.driverAt('d-leaves', point);
    const { body } = await engine.operate('DELETE', '/v1/drivers/d-leaves');
    expect(body).toMatchObject({ active: false, status: 'OFFLINE' });
    expect((await engine.order(point)).state).toBe('PENDING');
    await expect(
      engine.drivers.setStatus({ driverId: 'd-leaves', status: 'AVAILABLE', point }),
    ).rejects.toMatchObject({ code: 'driver_inactive', status: 409 });
    await engine.operate('PATCH', '/v1/drivers/d-leaves', { active: true });
    await engine.drivers.setStatus({ driverId: 'd-leaves', status: 'AVAILABLE', point });
    expect((await engine.row('d-leaves')).status).toBe('BUSY');
  });

  it('returns not_found if not registered', async () => {
    const unknown = { driverId: 'unknown' };
    const point = nextPoint();
    const calls = [
      engine.drivers.setStatus({ ...unknown, status: 'AVAILABLE', point }),
      engine.drivers.heartbeat('unknown'),
      engine.drivers.reportLocation({ ...unknown, point, recordedAt: ago(0) }),
    ];
    for (const call of calls) {
      await expect(call).rejects.toMatchObject({ code: 'not_found', status: 404 });
    }
    expect((await engine.get('/v1/drivers/unknown')).status).toBe(404);
    expect((await engine.get('/v1/drivers/unknown/status-history')).status).toBe(404);
    expect(await inGeo('unknown')).toBe(false);
  });
});

describe('status', () => {
  it('has a history with reasons', async () => {
    const point = nextPoint();
    await engine.driverAt('s-history', point);
    const { deliveryId } = await engine.order(point);
    await engine.drivers.fail({ deliveryId, driverId: 's-history', code: 'other' });
    await engine.drivers.setStatus({ driverId: 's-history', status: 'OFFLINE' });
    const { body } = await engine.get('/v1/drivers/s-history/status-history');
    expect(body.history.map(({ status, reason }: any) => `${status}: ${reason}`)).toEqual([
      'OFFLINE: driver app',
      'AVAILABLE: delivery ended',
      'BUSY: assigned',
      'AVAILABLE: driver app',
      'OFFLINE: registered',
    ]);
    const versions = body.history.map(({ statusVersion }: any) => statusVersion);
    expect(versions).toEqual([...versions].sort((a, b) => b - a));
  });

  it.each(['AVAILABLE', 'OFFLINE'] as const)('cannot be set to %s while BUSY', async (status) => {
    const point = nextPoint();
    const driverId = `s-busy-${status}`;
    await engine.driverAt(driverId, point);
    await engine.order(point);
    await expect(engine.drivers.setStatus({ driverId, status, point })).rejects.toMatchObject({
      code: 'illegal_transition',
      status: 409,
      details: { state: 'BUSY' },
    });
    expect((await engine.row(driverId)).status).toBe('BUSY');
    expect(await inGeo(driverId)).toBe(false);
  });

  it('keeps the time of the status when AVAILABLE is repeated', async () => {
    const point = nextPoint();
    await engine.driverAt('s-waits', point);
    const before = await engine.row('s-waits');
    await engine.drivers.setStatus({ driverId: 's-waits', status: 'AVAILABLE' });
    expect((await engine.row('s-waits')).status_since).toEqual(before.status_since);
  });

  it('updates the location when AVAILABLE is repeated, in the index as well', async () => {
    const point = nextPoint();
    await engine.driverAt('s-moves', point);
    const there = north(point, 30_000);
    await engine.drivers.setStatus({ driverId: 's-moves', status: 'AVAILABLE', point: there });
    const [position] = await redis.geopos(GEO_KEY, 's-moves');
    expect(Number(position![1])).toBeCloseTo(there.lat, 4);
    const { deliveryId } = await engine.order(there);
    expect(await engine.delivery(deliveryId)).toMatchObject({
      driverId: 's-moves',
      assignments: [{ source: 'REDIS' }],
    });
  });

  it('returns the delivery that was assigned at once', async () => {
    const point = nextPoint();
    await engine.drivers.register({ driverId: 's-task', name: 'Task', channels: [] });
    const { deliveryId } = await engine.order(point, { orderCode: 'TASK-1' });
    const reply = await engine.drivers.setStatus({ driverId: 's-task', status: 'AVAILABLE', point });
    expect(reply).toMatchObject({
      status: 'BUSY',
      task: {
        deliveryId,
        orderCode: 'TASK-1',
        state: 'ASSIGNED',
        pickup: { point },
      },
    });
  });
});

describe('locations', () => {
  it('are written to the index at once and to PostgreSQL later', async () => {
    const point = nextPoint();
    await engine.driverAt('l-one', point);
    const there = north(point, 700);
    const recordedAt = ago(0);
    await engine.drivers.reportLocation({ driverId: 'l-one', point: there, recordedAt });
    const [position] = await redis.geopos(GEO_KEY, 'l-one');
    expect(Number(position![1])).toBeCloseTo(there.lat, 4);
    const row = await stored('l-one', there.lat);
    expect(row.location_at.toISOString()).toBe(recordedAt);
  });

  it('of many drivers are accepted in one request, which names unknown drivers', async () => {
    const point = nextPoint();
    await engine.driverAt('l-a', point);
    await engine.driverAt('l-b', point);
    const reply = await engine.drivers.reportLocations(
      ['l-a', 'l-unknown', 'l-b'].map((driverId, i) => ({
        driverId,
        point: north(point, 100 * (i + 1)),
        recordedAt: ago(0),
      })),
    );
    expect(reply).toEqual({ unknownDrivers: ['l-unknown'], refused: [] });
    await stored('l-a', north(point, 100).lat);
    await stored('l-b', north(point, 300).lat);
  });

  it('older than the last one are ignored, within a request and across requests', async () => {
    const point = nextPoint();
    await engine.driverAt('l-order', point);
    const at = (metres: number, recordedAt: string) => ({
      driverId: 'l-order',
      point: north(point, metres),
      recordedAt,
    });
    const newest = new Date(Date.now() + 1_000).toISOString();
    await engine.drivers.reportLocations([at(1, ago(0)), at(500, newest), at(2, ago(5_000))]);
    const { seen_at } = await stored('l-order', north(point, 500).lat);
    await engine.drivers.reportLocation(at(3, ago(10_000)));
    await engine.running.application.get(LocationBuffer, { strict: false }).flush();
    const row = await engine.row('l-order');
    expect(row.seen_at).toEqual(seen_at);
    expect(row.lat).toBeCloseTo(north(point, 500).lat, 9);
    const [position] = await redis.geopos(GEO_KEY, 'l-order');
    expect(Number(position![1])).toBeCloseTo(north(point, 500).lat, 4);
  });

  it('with a future time are refused', async () => {
    const point = nextPoint();
    await engine.driverAt('l-future', point);
    const recordedAt = new Date(Date.now() + 120_000).toISOString();
    await expect(
      engine.drivers.reportLocation({ driverId: 'l-future', point: north(point, 5), recordedAt }),
    ).rejects.toMatchObject({
      code: 'invalid_message',
      details: { issues: [{ path: 'recordedAt', code: 'custom', message: 'measured in the future' }] },
    });
    expect((await engine.row('l-future')).lat).toBeCloseTo(point.lat, 9);
  });

  it('that are invalid are named and do not affect others in the request', async () => {
    const point = nextPoint();
    await engine.driverAt('l-partial', point);
    const valid = { driverId: 'l-partial', point: north(point, 50), recordedAt: ago(0) };
    const future = {
      ...valid,
      point: north(point, 90),
      recordedAt: new Date(Date.now() + 120_000).toISOString(),
    };
    const invalid = { ...valid, point: { lat: 181, lon: 0 } };
    const reply = await engine.drivers.reportLocations([future, valid, invalid]);
    expect(reply).toEqual({
      unknownDrivers: [],
      refused: [
        { index: 0, reason: 'recordedAt: measured in the future' },
        { index: 2, reason: expect.stringMatching(/^point\.lat: /) },
      ],
    });
    await stored('l-partial', north(point, 50).lat);
  });

  it('with denormal coordinates are accepted', async () => {
    await engine.driverAt('l-denormal', { lat: 5e-324, lon: 77 });
    await expect(engine.order({ lat: 1e-320, lon: 77.0001 })).resolves.toMatchObject({ state: 'ASSIGNED' });
  });
});

describe('heartbeats', () => {
  it('keep the driver online and return the task', async () => {
    const point = nextPoint();
    await engine.driverAt('b-ada', point);
    await expect(engine.drivers.heartbeat('b-ada')).resolves.toEqual({
      driverId: 'b-ada',
      status: 'AVAILABLE',
      task: null,
      offer: null,
    });
    expect(await redis.ttl(onlineKey('b-ada'))).toBeGreaterThan(0);
    const { deliveryId } = await engine.order(point);
    await expect(engine.drivers.heartbeat('b-ada')).resolves.toMatchObject({
      status: 'BUSY',
      task: { deliveryId, state: 'ASSIGNED' },
    });
    await engine.drivers.pickUp({ deliveryId, driverId: 'b-ada' });
    await expect(engine.drivers.heartbeat('b-ada')).resolves.toMatchObject({ task: { state: 'PICKED_UP' } });
  });

  describe('that expire', () => {
    let expiring: TestEngine;
    let index: Redis;

    beforeAll(async () => {
      // Long enough for heartbeats on a busy machine.
      expiring = await servers.engine({ heartbeat: { ttlSeconds: 5 } });
      index = servers.redisClient(expiring.databaseUrl);
    });

    const offline = ({ status }: { status: string }) => status === 'OFFLINE';

    /** Expires the heartbeats of drivers. */
    const expireHeartbeats = (...driverIds: string[]) =>
      expiring.query(
        `UPDATE driver_dispatch.drivers SET seen_at = now() - interval '6 seconds' WHERE id = ANY ($1)`,
        [driverIds],
      );

    it('set the driver OFFLINE in PostgreSQL and remove the driver from the index', async () => {
      const point = nextPoint();
      await expiring.driverAt('b-lost', point);
      await eventually(() => expiring.row('b-lost'), offline);
      await eventually(
        () => index.zscore(GEO_KEY, 'b-lost'),
        (score) => score === null,
      );
      const { body } = await expiring.get('/v1/drivers/b-lost/status-history');
      expect(body.history[0]).toMatchObject({ status: 'OFFLINE', reason: 'heartbeat expired' });
      const { body: self } = await (await DriverDevice.signIn(expiring, 'b-lost')).request('GET', 'me');
      expect(self).toMatchObject({ status: 'OFFLINE', statusReason: 'heartbeat_expired' });
      expect((await expiring.drivers.heartbeat('b-lost')).statusReason).toBe('heartbeat_expired');
      expect((await expiring.order(point)).state).toBe('PENDING');
    });

    it('do not make the driver AVAILABLE again by a late location or heartbeat', async () => {
      const point = nextPoint();
      await expiring.driverAt('b-late', point);
      await expireHeartbeats('b-late');
      await eventually(() => expiring.row('b-late'), offline);
      const { seen_at } = await expiring.row('b-late');
      await expiring.drivers.reportLocation({
        driverId: 'b-late',
        point: north(point, 9),
        recordedAt: ago(0),
      });
      await expiring.drivers.heartbeat('b-late');
      const row = await eventually(
        () => expiring.row('b-late'),
        (latest) => latest.seen_at > seen_at,
      );
      expect(row.status).toBe('OFFLINE');
      expect(await index.zscore(GEO_KEY, 'b-late')).toBeNull();
    });

    it('do not affect drivers with a recent heartbeat', async () => {
      await expiring.driverAt('b-recent', nextPoint());
      await expiring.driverAt('b-expired', nextPoint());
      await eventually(async () => {
        await expiring.drivers.heartbeat('b-recent');
        return expiring.row('b-expired');
      }, offline);
      expect((await expiring.row('b-recent')).status).toBe('AVAILABLE');
    });

    it('keep a BUSY driver BUSY', async () => {
      const point = nextPoint();
      await expiring.driverAt('b-busy', point);
      expect((await expiring.order(point)).state).toBe('ASSIGNED');
      await expiring.driverAt('b-idle', nextPoint());
      await expireHeartbeats('b-busy', 'b-idle');
      await eventually(() => expiring.row('b-idle'), offline);
      expect((await expiring.row('b-busy')).status).toBe('BUSY');
    });
  });
});
