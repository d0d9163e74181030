import { driverExportSchema, httpOperator } from '@driver-dispatch/contract';
import { LOCATION_KEY } from '../redis/redis-keys';
import { DriverDevice } from '../testing/driver-device';
import { nextPoint } from '../testing/points';
import { eventually, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';

const servers = useTestServers();
let engine: TestEngine;
let cases = 0;

beforeAll(async () => {
  engine = await servers.engine({
    assignment: { reassignment: true },
    outbox: { retryDelaysSeconds: [600] },
  });
});

const operator = () => httpOperator({ url: engine.url, key: engine.keys.operator[0]! });
const erase = (driverId: string) => engine.operate('POST', `/v1/drivers/${driverId}/erase`, {});

/** Registers a driver with all data, who has failed a delivery. */
async function worked() {
  const driverId = `driver-${++cases}`;
  const name = `Ada-${cases}`;
  const phone = `+49-30-${cases}`;
  const point = nextPoint();
  await engine.drivers.register({ driverId, name, phone, vehicle: { kind: 'CAR', plate: `PLATE-${cases}` } });
  await engine.drivers.setStatus({ driverId, status: 'AVAILABLE', point });
  const { deliveryId } = await engine.order(point, {
    dropoff: { name: 'Sam Shopper', point, address: { street: 'Shopper Street' } },
  });
  const text = `Message to ${name}`;
  await engine.operate('POST', `/v1/deliveries/${deliveryId}/messages`, { text, operator: 'Grace' });
  const fail = () => engine.drivers.fail({ deliveryId, driverId, code: 'other', note: `Note-${cases}` });
  return { driverId, name, phone, point, deliveryId, fail };
}

/** The text of all rows of the engine. */
async function storedText(): Promise<string> {
  const tables = await engine.query(
    `SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = 'driver_dispatch' AND table_type = 'BASE TABLE'`,
  );
  const texts = tables.map(({ name }) =>
    engine.query(`SELECT t::text AS text FROM driver_dispatch.${name} t`),
  );
  return (await Promise.all(texts))
    .flat()
    .map(({ text }) => text)
    .join('\n');
}

describe('erasing a driver', () => {
  it('is refused while the driver has a delivery, and changes nothing', async () => {
    const { driverId, name, fail } = await worked();
    const refused = await erase(driverId);
    expect(refused).toMatchObject({
      status: 409,
      body: { error: { code: 'illegal_transition', details: { state: 'BUSY' } } },
    });
    expect(await engine.row(driverId)).toMatchObject({ name, erased_at: null });
    await fail();
    expect((await erase(driverId)).status).toBe(200);
  });

  it('removes name, phone, vehicle, location, devices, history and messages from all rows', async () => {
    const { driverId, name, phone, deliveryId, fail } = await worked();
    const device = await DriverDevice.signIn(engine, driverId, `Phone of ${name}`);
    await engine.operate('POST', `/v1/drivers/${driverId}/tracker-secrets`, { label: `Tracker of ${name}` });
    await engine.operate('POST', `/v1/drivers/${driverId}/invitations`, {});
    await fail();
    const redis = servers.redisClient(engine.databaseUrl);
    expect(await redis.hget(LOCATION_KEY, driverId)).not.toBeNull();
    expect((await erase(driverId)).body).toMatchObject({
      id: driverId,
      name: driverId,
      phone: null,
      vehicle: null,
      point: null,
      active: false,
      status: 'OFFLINE',
      erasedAt: expect.any(String),
    });
    const text = await storedText();
    expect([name, phone, `PLATE-${cases}`].filter((secret) => text.includes(secret))).toEqual([]);
    expect(await redis.hget(LOCATION_KEY, driverId)).toBeNull();
    const { history } = (await engine.get(`/v1/drivers/${driverId}/status-history`)).body;
    expect(history).toMatchObject([{ status: 'OFFLINE', reason: 'deactivated' }]);
    expect((await device.request('GET', 'me')).status).toBe(401);
    const delivery = await engine.delivery(deliveryId);
    expect(delivery).toMatchObject({ driverId, state: 'FAILED', assignments: [{ driverName: driverId }] });
    expect((await erase(driverId)).status).toBe(200);
  });

  it('replaces the name in an unsent event, which is still sent', async () => {
    const { driverId, fail, deliveryId } = await worked();
    await eventually(
      () => engine.delivery(deliveryId),
      ({ events }) => events[1].acknowledgedAt !== null,
    );
    await fail();
    await engine.query(
      `UPDATE driver_dispatch.delivery_events SET acknowledged_at = NULL, dead_at = now()
       WHERE delivery_id = $1 AND sequence = 1`,
      [deliveryId],
    );
    await erase(driverId);
    engine.sink.events.length = 0;
    await engine.operate('POST', '/v1/dead-letters/replay', { deliveryId });
    const [assigned] = await eventually(
      () => engine.sink.events,
      (events) => events.length > 0,
    );
    expect(assigned).toMatchObject({
      type: 'delivery.assigned',
      data: { driver: { id: driverId, name: driverId } },
    });
  });

  it('replaces the name of a previous driver', async () => {
    const { driverId, name, point, deliveryId } = await worked();
    const other = `other-${cases}`;
    await engine.driverAt(other, point);
    await engine.operate('POST', `/v1/deliveries/${deliveryId}/reassign`, {
      driverId: other,
      fromDriverId: driverId,
      operator: 'grace',
    });
    await engine.drivers.setStatus({ driverId, status: 'OFFLINE' });
    expect((await erase(driverId)).status).toBe(200);
    const text = JSON.stringify((await engine.delivery(deliveryId)).events);
    expect(text).not.toContain(name);
    expect(text).toContain(`Driver ${other}`);
  });

  it('lasts: the driver cannot be registered, edited or listed again', async () => {
    const { driverId, name, fail } = await worked();
    await fail();
    await erase(driverId);
    const registration = engine.drivers.register({ driverId, name });
    await expect(registration).rejects.toMatchObject({ code: 'driver_inactive' });
    expect((await engine.operate('PATCH', `/v1/drivers/${driverId}`, { active: true })).body).toMatchObject({
      error: { code: 'driver_inactive' },
    });
    const { drivers } = await operator().findDrivers({ take: 100 });
    expect(drivers.map(({ id }) => id)).not.toContain(driverId);
    expect(await engine.row(driverId)).toMatchObject({ name: driverId, active: false });
  });

  it('is not found for an unknown driver', async () => {
    expect((await erase('nobody')).status).toBe(404);
  });
});

describe('the export of a driver', () => {
  it('contains record, status, devices, trackers and own deliveries, and no data of shoppers', async () => {
    const { driverId, name, phone, deliveryId, fail } = await worked();
    const device = await DriverDevice.signIn(engine, driverId, 'Phone');
    await engine.query(
      `INSERT INTO driver_dispatch.push_subscriptions (session_id, driver_id, endpoint, p256dh, auth)
       VALUES ($1, $2, 'https://push.example.com/secret', 'key', 'secret')`,
      [device.sessionId, driverId],
    );
    const lost = await DriverDevice.signIn(engine, driverId, 'Lost');
    await engine.operate('DELETE', `/v1/drivers/${driverId}/sessions/${lost.sessionId}`);
    await engine.operate('POST', `/v1/drivers/${driverId}/tracker-secrets`, { label: 'Tracker' });
    await fail();
    const exported = await operator().exportDriver(driverId);
    expect(exported).toMatchObject({
      driver: { id: driverId, name, phone, point: expect.anything() },
      sessions: [
        { deviceName: 'Lost', revokedAt: expect.any(String), pushService: null },
        { deviceName: 'Phone', revokedAt: null, pushService: 'https://push.example.com' },
      ],
      trackerSecrets: [{ label: 'Tracker' }],
      deliveries: [
        {
          deliveryId,
          state: 'FAILED',
          releasedAt: expect.any(String),
          steps: [{ type: 'delivery.failed', note: `Note-${cases}` }],
          messages: [{ from: 'dispatcher', body: `Message to ${name}` }],
        },
      ],
    });
    expect(exported.statusHistory.map(({ reason }) => reason)).toContain('assigned');
    expect(JSON.stringify(exported)).not.toContain('Shopper');
    const { body } = await engine.get(`/v1/drivers/${driverId}/export`);
    expect(driverExportSchema.parse(body).deliveries).toEqual(exported.deliveries);
  });
});
