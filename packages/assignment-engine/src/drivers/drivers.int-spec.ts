import type { Redis } from 'ioredis';
import { GEO_KEY, onlineKey, STATUS_KEY } from '../redis/redis-keys';
import { nextPlace, north } from '../testing/places';
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
  it('is made known once, and changed by being made known again', async () => {
    const ada = { driverId: 'd-ada', name: 'Ada', phone: '+49 1', channels: ['1'] };
    await expect(
      engine.drivers.register({ ...ada, vehicle: { kind: 'van', plate: 'B-1' } }),
    ).resolves.toEqual({
      driverId: 'd-ada', status: 'OFFLINE', task: null,
    });
    await engine.drivers.register({ ...ada, name: 'Ada L.', phone: '+49 2' });
    const { body } = await engine.get('/v1/drivers/d-ada');
    expect(body).toMatchObject({ id: 'd-ada', name: 'Ada L.', phone: '+49 2', channels: ['1'] });
  });

  it('keeps the status when made known again while on the road', async () => {
    const place = nextPlace();
    await engine.driverAt('d-again', place);
    const message = { type: 'driver.register', driverId: 'd-again', name: 'Again', channels: ['2'] };
    await engine.operate('POST', '/v1/drivers', message);
    expect((await engine.row('d-again')).status).toBe('AVAILABLE');
    expect(await redis.hget(STATUS_KEY, 'd-again')).toMatch(/ AVAILABLE \d+ 2$/);
    expect((await engine.order(place, { channelId: '1' })).state).toBe('PENDING');
    expect((await engine.order(place, { channelId: '2' })).state).toBe('ASSIGNED');
  });

  it('may be made known by an operator', async () => {
    const message = { type: 'driver.register', driverId: 'd-desk', name: 'Desk', channels: [] };
    expect((await engine.operate('POST', '/v1/drivers', message)).status).toBe(201);
    expect((await engine.get('/v1/drivers/d-desk')).body.name).toBe('Desk');
  });

  it('is listed by id, a page at a time, by status if one wishes', async () => {
    for (const id of ['list-c', 'list-a', 'list-b']) {
      await engine.drivers.register({ driverId: id, name: id, channels: [] });
    }
    await engine.drivers.setStatus({ driverId: 'list-b', status: 'AVAILABLE', point: nextPlace() });
    const ids = async (query: string) =>
      (await engine.get(`/v1/drivers?${query}`)).body.drivers.map(({ id }: any) => id);
    expect(await ids('after=list-&take=3')).toEqual(['list-a', 'list-b', 'list-c']);
    expect(await ids('after=list-a&take=1')).toEqual(['list-b']);
    expect(await ids('after=list-&take=1&status=AVAILABLE')).toEqual(['list-b']);
    expect((await engine.get('/v1/drivers?status=LAZY')).status).toBe(400);
  });

  it('is edited a field at a time', async () => {
    await engine.drivers.register({ driverId: 'd-edit', name: 'Edit', phone: '1', channels: ['1'] });
    const { status, body } = await engine.operate('PATCH', '/v1/drivers/d-edit', { name: 'Edith' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ name: 'Edith', phone: '1', channels: ['1'], active: true });
    expect((await engine.operate('PATCH', '/v1/drivers/d-edit', {})).status).toBe(400);
    expect((await engine.operate('PATCH', '/v1/drivers/d-edit', { name: '' })).status).toBe(400);
    expect((await engine.operate('PATCH', '/v1/drivers/nobody', { name: 'X' })).status).toBe(404);
  });

  it('cannot be given a status by an edit', async () => {
    await engine.drivers.register({ driverId: 'd-sly', name: 'Sly', channels: [] });
    await engine.operate('PATCH', '/v1/drivers/d-sly', { name: 'Sly 2', status: 'AVAILABLE' });
    expect(await engine.row('d-sly')).toMatchObject({ name: 'Sly 2', status: 'OFFLINE' });
  });

  it('is taken off the road by being deactivated, and comes back when activated', async () => {
    const place = nextPlace();
    await engine.driverAt('d-leaves', place);
    const { body } = await engine.operate('DELETE', '/v1/drivers/d-leaves');
    expect(body).toMatchObject({ active: false, status: 'OFFLINE' });
    expect((await engine.order(place)).state).toBe('PENDING');
    await expect(
      engine.drivers.setStatus({ driverId: 'd-leaves', status: 'AVAILABLE', point: place }),
    ).rejects.toMatchObject({ code: 'driver_inactive', status: 409 });
    await engine.operate('PATCH', '/v1/drivers/d-leaves', { active: true });
    await engine.drivers.setStatus({ driverId: 'd-leaves', status: 'AVAILABLE', point: place });
    expect((await engine.row('d-leaves')).status).toBe('BUSY');
  });

  it('nobody has made known is not found', async () => {
    const nobody = { driverId: 'nobody' };
    const point = nextPlace();
    const calls = [
      engine.drivers.setStatus({ ...nobody, status: 'AVAILABLE', point }),
      engine.drivers.heartbeat('nobody'),
      engine.drivers.reportLocation({ ...nobody, point, recordedAt: ago(0) }),
    ];
    for (const call of calls) {
      await expect(call).rejects.toMatchObject({ code: 'not_found', status: 404 });
    }
    expect((await engine.get('/v1/drivers/nobody')).status).toBe(404);
    expect((await engine.get('/v1/drivers/nobody/status-history')).status).toBe(404);
    expect(await inGeo('nobody')).toBe(false);
  });
});

describe('status', () => {
  it('has a history with reasons', async () => {
    const place = nextPlace();
    await engine.driverAt('s-history', place);
    const { deliveryId } = await engine.order(place);
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
    const place = nextPlace();
    const driverId = `s-busy-${status}`;
    await engine.driverAt(driverId, place);
    await engine.order(place);
    await expect(engine.drivers.setStatus({ driverId, status, point: place })).rejects.toMatchObject({
      code: 'illegal_transition', status: 409, details: { status: 'BUSY' },
    });
    expect((await engine.row(driverId)).status).toBe('BUSY');
    expect(await inGeo(driverId)).toBe(false);
  });

  it('told again keeps the time since when the driver has waited', async () => {
    const place = nextPlace();
    await engine.driverAt('s-waits', place);
    const before = await engine.row('s-waits');
    await engine.drivers.setStatus({ driverId: 's-waits', status: 'AVAILABLE' });
    expect((await engine.row('s-waits')).status_since).toEqual(before.status_since);
  });

  it('told again from another place moves the driver, in the index too', async () => {
    const place = nextPlace();
    await engine.driverAt('s-moves', place);
    const there = north(place, 30_000);
    await engine.drivers.setStatus({ driverId: 's-moves', status: 'AVAILABLE', point: there });
    const [position] = await redis.geopos(GEO_KEY, 's-moves');
    expect(Number(position![1])).toBeCloseTo(there.lat, 4);
    const { deliveryId } = await engine.order(there);
    expect(await engine.delivery(deliveryId)).toMatchObject({
      driverId: 's-moves', assignments: [{ source: 'redis' }],
    });
  });

  it('tells the task the driver was given at once', async () => {
    const place = nextPlace();
    await engine.drivers.register({ driverId: 's-task', name: 'Task', channels: [] });
    const { deliveryId } = await engine.order(place, { orderCode: 'TASK-1' });
    const reply = await engine.drivers.setStatus({ driverId: 's-task', status: 'AVAILABLE', point: place });
    expect(reply).toMatchObject({
      status: 'BUSY',
      task: {
        deliveryId,
        orderCode: 'TASK-1',
        state: 'ASSIGNED',
        pickup: { point: place },
      },
    });
  });
});

describe('locations', () => {
  it('reach the index at once and PostgreSQL a moment later', async () => {
    const place = nextPlace();
    await engine.driverAt('l-one', place);
    const there = north(place, 700);
    const recordedAt = ago(0);
    await engine.drivers.reportLocation({ driverId: 'l-one', point: there, recordedAt });
    const [position] = await redis.geopos(GEO_KEY, 'l-one');
    expect(Number(position![1])).toBeCloseTo(there.lat, 4);
    const row = await stored('l-one', there.lat);
    expect(row.location_at.toISOString()).toBe(recordedAt);
  });

  it('of many drivers come in one request; unknown ones are named', async () => {
    const place = nextPlace();
    await engine.driverAt('l-a', place);
    await engine.driverAt('l-b', place);
    const reply = await engine.drivers.reportLocations(
      ['l-a', 'l-nobody', 'l-b'].map((driverId, i) => ({
        driverId, point: north(place, 100 * (i + 1)), recordedAt: ago(0),
      })),
    );
    expect(reply).toEqual({ unknownDrivers: ['l-nobody'], refused: [] });
    await stored('l-a', north(place, 100).lat);
    await stored('l-b', north(place, 300).lat);
  });

  it('never go back in time, within a request and from one to the next', async () => {
    const place = nextPlace();
    await engine.driverAt('l-order', place);
    const at = (metres: number, recordedAt: string) => ({
      driverId: 'l-order', point: north(place, metres), recordedAt,
    });
    const newest = new Date(Date.now() + 1_000).toISOString();
    await engine.drivers.reportLocations([at(1, ago(0)), at(500, newest), at(2, ago(5_000))]);
    const { seen_at } = await stored('l-order', north(place, 500).lat);
    await engine.drivers.reportLocation(at(3, ago(10_000)));
    await engine.running.application.get(LocationBuffer, { strict: false }).flush();
    const row = await engine.row('l-order');
    expect(row.seen_at).toEqual(seen_at);
    expect(row.lat).toBeCloseTo(north(place, 500).lat, 9);
    const [position] = await redis.geopos(GEO_KEY, 'l-order');
    expect(Number(position![1])).toBeCloseTo(north(place, 500).lat, 4);
  });

  it('of the future are refused', async () => {
    const place = nextPlace();
    await engine.driverAt('l-future', place);
    const recordedAt = new Date(Date.now() + 120_000).toISOString();
    await expect(
      engine.drivers.reportLocation({ driverId: 'l-future', point: north(place, 5), recordedAt }),
    ).rejects.toMatchObject({
      code: 'invalid_message',
      details: { issues: [{ path: 'recordedAt', message: 'measured in the future' }] },
    });
    expect((await engine.row('l-future')).lat).toBeCloseTo(place.lat, 9);
  });

  it('that are wrong spoil no other of their request, and are named', async () => {
    const place = nextPlace();
    await engine.driverAt('l-spoilt', place);
    const good = { driverId: 'l-spoilt', point: north(place, 50), recordedAt: ago(0) };
    const future = {
      ...good,
      point: north(place, 90),
      recordedAt: new Date(Date.now() + 120_000).toISOString(),
    };
    const nowhere = { ...good, point: { lat: 181, lon: 0 } };
    const reply = await engine.drivers.reportLocations([future, good, nowhere]);
    expect(reply).toEqual({
      unknownDrivers: [],
      refused: [
        { index: 0, reason: 'recordedAt: measured in the future' },
        { index: 2, reason: expect.stringMatching(/^point\.lat: /) },
      ],
    });
    await stored('l-spoilt', north(place, 50).lat);
  });

  it('a hair from the equator do no harm', async () => {
    await engine.driverAt('l-hair', { lat: 5e-324, lon: 77 });
    await expect(engine.order({ lat: 1e-320, lon: 77.0001 })).resolves.toMatchObject({ state: 'ASSIGNED' });
  });
});

describe('heartbeats', () => {
  it('keep the driver online and tell the task', async () => {
    const place = nextPlace();
    await engine.driverAt('b-ada', place);
    await expect(engine.drivers.heartbeat('b-ada')).resolves.toEqual({
      driverId: 'b-ada', status: 'AVAILABLE', task: null,
    });
    expect(await redis.ttl(onlineKey('b-ada'))).toBeGreaterThan(0);
    const { deliveryId } = await engine.order(place);
    await expect(engine.drivers.heartbeat('b-ada')).resolves.toMatchObject({
      status: 'BUSY', task: { deliveryId, state: 'ASSIGNED' },
    });
    await engine.drivers.pickUp({ deliveryId, driverId: 'b-ada' });
    await expect(engine.drivers.heartbeat('b-ada')).resolves.toMatchObject({ task: { state: 'PICKED_UP' } });
  });

  describe('that lapse', () => {
    let impatient: TestEngine;
    let index: Redis;

    beforeAll(async () => {
      // More than a busy machine keeps somebody from being heard.
      impatient = await servers.engine({ heartbeat: { ttlSeconds: 5 } });
      index = servers.redisClient(impatient.databaseUrl);
    });

    const offline = ({ status }: { status: string }) => status === 'OFFLINE';

    /** Lets nobody have heard of drivers for long enough. */
    const outlive = (...driverIds: string[]) =>
      impatient.query(
        `UPDATE driver_dispatch.drivers SET seen_at = now() - interval '6 seconds' WHERE id = ANY ($1)`,
        [driverIds],
      );

    it('turn the driver OFFLINE, in PostgreSQL and out of Redis', async () => {
      const place = nextPlace();
      await impatient.driverAt('b-lost', place);
      await eventually(() => impatient.row('b-lost'), offline);
      await eventually(
        () => index.zscore(GEO_KEY, 'b-lost'),
        (score) => score === null,
      );
      const { body } = await impatient.get('/v1/drivers/b-lost/status-history');
      expect(body.history[0]).toMatchObject({ status: 'OFFLINE', reason: 'heartbeat expired' });
      expect((await impatient.order(place)).state).toBe('PENDING');
    });

    it('are not made good by a late ping: the driver must come back', async () => {
      const place = nextPlace();
      await impatient.driverAt('b-late', place);
      await outlive('b-late');
      await eventually(() => impatient.row('b-late'), offline);
      const { seen_at } = await impatient.row('b-late');
      await impatient.drivers.reportLocation({
        driverId: 'b-late',
        point: north(place, 9),
        recordedAt: ago(0),
      });
      await impatient.drivers.heartbeat('b-late');
      const row = await eventually(
        () => impatient.row('b-late'),
        (latest) => latest.seen_at > seen_at,
      );
      expect(row.status).toBe('OFFLINE');
      expect(await index.zscore(GEO_KEY, 'b-late')).toBeNull();
    });

    it('spare who is heard of', async () => {
      await impatient.driverAt('b-heard', nextPlace());
      await impatient.driverAt('b-unheard', nextPlace());
      await eventually(async () => {
        await impatient.drivers.heartbeat('b-heard');
        return impatient.row('b-unheard');
      }, offline);
      expect((await impatient.row('b-heard')).status).toBe('AVAILABLE');
    });

    it('leave a BUSY driver the delivery', async () => {
      const place = nextPlace();
      await impatient.driverAt('b-busy', place);
      expect((await impatient.order(place)).state).toBe('ASSIGNED');
      await impatient.driverAt('b-witness', nextPlace());
      await outlive('b-busy', 'b-witness');
      await eventually(() => impatient.row('b-witness'), offline);
      expect((await impatient.row('b-busy')).status).toBe('BUSY');
    });
  });
});
