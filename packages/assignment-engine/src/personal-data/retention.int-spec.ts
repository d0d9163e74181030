import { eraseDeliveries, httpEngine, newSubmissionKey, type SellerOrder } from '@driver-dispatch/contract';
import { sql } from '../database/sql';
import { DriverDevice } from '../testing/driver-device';
import { nextPoint } from '../testing/points';
import { eventually, readyOrder, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';
import { Retention } from './retention';

const servers = useTestServers();
let engine: TestEngine;
let cases = 0;

beforeAll(async () => {
  engine = await servers.engine({ outbox: { retryDelaysSeconds: [600] } });
});

const retention = (of = engine) => of.running.application.get(Retention, { strict: false });

/** Personal data of one order and its driver. Every value is unique. */
function personalOrder(): { order: SellerOrder; driverId: string; secrets: string[] } {
  const point = nextPoint();
  const n = ++cases;
  const driverId = `d-${n}`;
  const secrets = {
    receiver: `Receiver-${n}`,
    street: `Street-${n}`,
    phone: `+49-30-${n}-1`,
    instructions: `Instructions-${n}`,
    pin: `93${n}57`,
    store: `Store-${n}`,
    storePhone: `+49-30-${n}-2`,
    driverName: `Ada-${n}`,
    driverPhone: `+49-30-${n}-3`,
    plate: `Plate-${n}`,
    signedBy: `Signer-${n}`,
    image: `https://shop.example.com/image-${n}`,
    wrongPin: `wrong-${n}`,
    dispatcher: `Grace-${n}`,
    message: `Message-${n}`,
    declineNote: `Note-${n}`,
  };
  const order = readyOrder(point, {
    pickup: {
      name: secrets.store,
      phone: secrets.storePhone,
      point,
      address: { city: 'Berlin' },
      readyAt: new Date().toISOString(),
    },
    dropoff: {
      name: secrets.receiver,
      phone: secrets.phone,
      instructions: secrets.instructions,
      deliveryPin: secrets.pin,
      point: { lat: 12.345678, lon: 98.765432 },
      address: { street: secrets.street },
    },
  });
  return { order, driverId, secrets: Object.values(secrets) };
}

/** Delivers an order with a proof, after a failed PIN attempt and its reset by a dispatcher. */
async function delivered(of = engine) {
  const { order, driverId, secrets } = personalOrder();
  const text = (prefix: string) => secrets.find((secret) => secret.startsWith(prefix))!;
  await of.drivers.register({
    driverId,
    name: text('Ada'),
    phone: secrets[8]!,
    vehicle: { kind: 'CAR', plate: text('Plate') },
  });
  await of.drivers.setStatus({ driverId, status: 'AVAILABLE', point: order.pickup.point });
  const { deliveryId } = await of.submit(order);
  await of.query('UPDATE driver_dispatch.assignments SET decline_note = $2 WHERE delivery_id = $1', [
    deliveryId,
    text('Note'),
  ]);
  await of.drivers.pickUp({ deliveryId, driverId });
  const wrong = { kind: 'pin', pin: text('wrong') } as const;
  await of.drivers.complete({ deliveryId, driverId, proof: wrong }).catch(() => undefined);
  await of.operate('POST', `/v1/deliveries/${deliveryId}/reset-failed-pin-attempts`, {
    operator: text('Grace'),
  });
  await of.operate('POST', `/v1/deliveries/${deliveryId}/messages`, {
    text: text('Message'),
    operator: text('Grace'),
  });
  await of.operate('POST', `/v1/deliveries/${deliveryId}/end`, {
    outcome: 'DELIVERED',
    reason: text('Signer'),
    operator: text('Grace'),
  });
  await acknowledged(of, deliveryId);
  return { order, deliveryId, driverId, secrets };
}

/** Waits until Vendure has acknowledged the last event of a delivery. */
const acknowledged = (of: TestEngine, deliveryId: string) =>
  eventually(
    () => of.delivery(deliveryId),
    ({ events }) => events.every((event: { acknowledgedAt: string | null }) => event.acknowledgedAt),
  );

/** Moves the end of a delivery back. */
const age = (deliveryId: string, days: number) =>
  engine.query(
    `UPDATE driver_dispatch.deliveries SET finished_at = finished_at - make_interval(days => $2) WHERE id = $1`,
    [deliveryId, days],
  );

/** The text of all rows of the engine about deliveries. */
async function storedText(): Promise<string> {
  const tables = ['deliveries', 'delivery_events', 'assignments', 'alerts', 'delivery_messages'];
  const texts = tables.map((table) => engine.query(`SELECT t::text AS text FROM driver_dispatch.${table} t`));
  return (await Promise.all(texts))
    .flat()
    .map(({ text }) => text)
    .join('\n');
}

async function eraseAll(): Promise<number> {
  let total = 0;
  for (let erased = 1; erased > 0; total += erased) {
    erased = await retention().eraseDeliveries();
  }
  return total;
}

const erasedAt = async (deliveryId: string) => (await engine.delivery(deliveryId)).erasedAt;

describe('the personal data of a delivery', () => {
  it('is erased from all rows after the retention time, and not before', async () => {
    const old = await delivered();
    const recent = await delivered();
    await age(old.deliveryId, 181);
    await age(recent.deliveryId, 179);
    expect(await eraseAll()).toBe(1);
    const text = await storedText();
    expect(old.secrets.filter((secret) => text.includes(secret))).toEqual([]);
    expect(recent.secrets.filter((secret) => text.includes(secret)).length).toBeGreaterThan(8);
    expect(await erasedAt(recent.deliveryId)).toBeNull();
  });

  it('leaves identity, state, times and distances, and the delivery can be read', async () => {
    const { order, deliveryId, driverId } = await delivered();
    const before = await engine.delivery(deliveryId);
    await age(deliveryId, 181);
    await eraseAll();
    const after = await engine.delivery(deliveryId);
    const { submissionKey, orderCode, channelId } = order;
    expect(after).toMatchObject({ submissionKey, orderCode, channelId, state: 'DELIVERED', driverId });
    expect(after).toMatchObject({ pickup: null, dropoff: null, erasedAt: expect.any(String) });
    expect(after.sequence).toBe(before.sequence);
    const facts = ({ events }: typeof after) =>
      events.map(({ sequence, type, state, at }: Record<string, unknown>) => ({ sequence, type, state, at }));
    expect(facts(after)).toEqual(facts(before));
    expect(after.events.map(({ data }: { data: unknown }) => data)).toEqual([
      {},
      { driver: { id: driverId }, distanceMetres: expect.any(Number) },
      { driverId },
      {},
      { proof: { kind: 'dispatcher' } },
    ]);
    expect(after.assignments).toMatchObject([
      { driverId, distanceMetres: expect.any(Number), candidates: [] },
    ]);
    expect((await engine.get('/v1/deliveries?state=DELIVERED')).status).toBe(200);
  });

  it('is erased with the entry in the list of the driver', async () => {
    const { deliveryId, driverId } = await delivered();
    const device = await DriverDevice.signIn(engine, driverId);
    const list = async () =>
      (await device.request('GET', 'deliveries?since=2020-01-01T00:00:00Z')).body.deliveries;
    expect(await list()).toMatchObject([{ deliveryId }]);
    await age(deliveryId, 181);
    await eraseAll();
    expect(await list()).toEqual([]);
  });

  it('is not needed for the answer to a repeated order', async () => {
    const { order, deliveryId } = await delivered();
    await age(deliveryId, 181);
    await eraseAll();
    expect(await engine.submit(order)).toMatchObject({ deliveryId, state: 'DELIVERED', duplicate: true });
    const other = { ...order, dropoff: { ...order.dropoff, instructions: 'Other' } };
    await expect(engine.submit(other)).rejects.toMatchObject({ code: 'idempotency_conflict' });
    expect((await engine.delivery(deliveryId)).dropoff).toBeNull();
  });

  it('is not erased while the delivery is open', async () => {
    const { order, driverId } = personalOrder();
    await engine.driverAt(driverId, order.pickup.point);
    const { deliveryId } = await engine.submit(order);
    await acknowledged(engine, deliveryId);
    await engine.query(
      `UPDATE driver_dispatch.deliveries SET created_at = created_at - interval '1 year',
         assigned_at = assigned_at - interval '1 year' WHERE id = $1`,
      [deliveryId],
    );
    await eraseAll();
    expect(await engine.delivery(deliveryId)).toMatchObject({ erasedAt: null, dropoff: expect.anything() });
  });

  it.each([
    ['an unsent event', null],
    ['a dead letter', new Date()],
  ])('is not erased while there is %s', async (_, deadAt: Date | null) => {
    const { deliveryId, secrets } = await delivered();
    await age(deliveryId, 181);
    const last = 'WHERE delivery_id = $1 AND sequence = 1';
    await engine.query(
      `UPDATE driver_dispatch.delivery_events
       SET acknowledged_at = NULL, dead_at = $2, next_attempt_at = now() + interval '1 hour' ${last}`,
      [deliveryId, deadAt],
    );
    await eraseAll();
    const text = await storedText();
    expect(secrets.filter((secret) => text.includes(secret)).length).toBeGreaterThan(8);
    await engine.query(
      `UPDATE driver_dispatch.delivery_events SET acknowledged_at = now(), dead_at = NULL ${last}`,
      [deliveryId],
    );
    await eraseAll();
    expect(await erasedAt(deliveryId)).not.toBeNull();
  });

  it('is not sent again after it was erased', async () => {
    const { order, deliveryId } = await delivered();
    await age(deliveryId, 181);
    await eraseAll();
    await engine.query(
      `UPDATE driver_dispatch.delivery_events SET acknowledged_at = now() - interval '1 day' WHERE delivery_id = $1`,
      [deliveryId],
    );
    engine.sink.events.length = 0;
    const { body } = await engine.operate('POST', '/v1/reconcile', { submissionKeys: [order.submissionKey] });
    expect(body.resent).toBe(0);
    await acknowledged(engine, deliveryId);
  });
});

describe('the deliveries of a deleted customer', () => {
  it('are erased at the request of Vendure, once they have ended and their events are acknowledged', async () => {
    const ended = await delivered();
    const { order: open } = personalOrder();
    await engine.submit(open);
    const client = await httpEngine({
      url: engine.url,
      keys: { send: engine.keys.vendure, receive: engine.keys.webhook },
    }).connect({ sink: engine.sink, listen: false });
    const keys = [ended.order.submissionKey, open.submissionKey, newSubmissionKey()];
    const erase = () => client.eraseDeliveries(eraseDeliveries(keys));
    await engine.query(
      'UPDATE driver_dispatch.delivery_events SET acknowledged_at = NULL, dead_at = now() WHERE delivery_id = $1 AND sequence = 1',
      [ended.deliveryId],
    );
    expect((await erase()).pending.sort()).toEqual(keys.slice(0, 2).sort());
    await engine.query(
      'UPDATE driver_dispatch.delivery_events SET acknowledged_at = now(), dead_at = NULL WHERE delivery_id = $1',
      [ended.deliveryId],
    );
    expect(await erase()).toEqual({ pending: [open.submissionKey] });
    expect(await erase()).toEqual({ pending: [open.submissionKey] });
    expect(await engine.delivery(ended.deliveryId)).toMatchObject({ dropoff: null, state: 'DELIVERED' });
    await client.close();
  });
});

describe('a run', () => {
  it('erases in batches and continues where an interrupted run ended', async () => {
    const deliveries = [await delivered(), await delivered(), await delivered()];
    for (const { deliveryId } of deliveries) {
      await age(deliveryId, 181);
    }
    expect(await retention().eraseDeliveries(2)).toBe(2);
    expect(await retention().eraseDeliveries(2)).toBe(1);
    expect(await retention().eraseDeliveries(2)).toBe(0);
  });

  it('erases nothing while another engine erases', async () => {
    const { deliveryId } = await delivered();
    await age(deliveryId, 181);
    const other = engine.database.createQueryRunner();
    await other.startTransaction();
    await other.query('SELECT pg_advisory_xact_lock(7203417009)');
    expect(await retention().eraseDeliveries()).toBe(0);
    await other.rollbackTransaction();
    await other.release();
    expect(await retention().eraseDeliveries()).toBe(1);
  });

  it.each([
    ['personal-data/erase-deliveries.sql', ['{00000000-0000-4000-8000-000000000000}']],
    ['personal-data/find-expired-deliveries.sql', [1, 1]],
    ['deliveries/read-assignments.sql', ['00000000-0000-4000-8000-000000000000']],
  ])('reads no whole table of deliveries, events or assignments in %s', async (file, parameters) => {
    const plan = await engine.database.transaction(async (manager) => {
      await manager.query('SET LOCAL enable_seqscan = off');
      return manager.query<{ 'QUERY PLAN': string }[]>(`EXPLAIN ${sql(file)}`, parameters);
    });
    const lines = plan.map((line) => line['QUERY PLAN']);
    const scans = lines.filter((line) => /Seq Scan on (deliveries|delivery_\w+|assignments)/.test(line));
    expect(scans).toEqual([]);
  });

  it('starts by itself', async () => {
    const soon = await servers.engine({ retention: { days: 2 / 86_400 } });
    const { deliveryId } = await delivered(soon);
    await eventually(
      () => soon.delivery(deliveryId),
      (delivery) => delivery.erasedAt !== null,
    );
  });
});

describe('traces of drivers', () => {
  const longAgo = "now() - interval '200 days'";
  const statuses = async (driverId: string) =>
    (
      await engine.query(
        'SELECT status, reason FROM driver_dispatch.driver_status_history WHERE driver_id = $1 ORDER BY status_version',
        [driverId],
      )
    ).map(({ status }) => status);

  it('are erased after the retention time, except the last status before it', async () => {
    const point = nextPoint();
    for (const driverId of ['old', 'new']) {
      await engine.driverAt(driverId, point);
      await engine.drivers.setStatus({ driverId, status: 'OFFLINE' });
    }
    expect(await statuses('old')).toEqual(['OFFLINE', 'AVAILABLE', 'OFFLINE']);
    await engine.query(
      `UPDATE driver_dispatch.driver_status_history SET at = ${longAgo} WHERE driver_id = 'old'`,
    );
    await engine.query(
      `UPDATE driver_dispatch.drivers SET location_at = ${longAgo}, seen_at = ${longAgo} WHERE id = 'old'`,
    );
    while ((await retention().eraseTraces(1)) > 0);
    expect(await statuses('old')).toEqual(['OFFLINE']);
    expect(await statuses('new')).toEqual(['OFFLINE', 'AVAILABLE', 'OFFLINE']);
    expect(await engine.row('old')).toMatchObject({ lat: null, lon: null, location_at: null });
    expect(await engine.row('new')).toMatchObject({ lat: point.lat, lon: point.lon });
  });

  it('include devices that were signed out or not used', async () => {
    await engine.driverAt('ada', nextPoint());
    const devices = ['revoked', 'expired', 'with tracker', 'current'];
    for (const name of devices) {
      const device = await DriverDevice.signIn(engine, 'ada', name);
      if (name === 'with tracker') {
        await engine.query(
          `INSERT INTO driver_dispatch.tracker_secrets (secret_hash, driver_id, session_id, dropped_lat, dropped_at)
           VALUES ('hash', 'ada', $1, 1, ${longAgo})`,
          [device.sessionId],
        );
      }
    }
    const sessions = 'UPDATE driver_dispatch.driver_sessions SET';
    await engine.query(`${sessions} revoked_at = ${longAgo} WHERE device_name = 'revoked'`);
    await engine.query(
      `${sessions} expires_at = ${longAgo} WHERE device_name IN ('expired', 'with tracker')`,
    );
    while ((await retention().eraseTraces()) > 0);
    const left = await engine.query(
      `SELECT device_name AS name FROM driver_dispatch.driver_sessions WHERE driver_id = 'ada'`,
    );
    expect(left.map(({ name }) => name).sort()).toEqual(['current', 'with tracker']);
    const secrets = await engine.query('SELECT dropped_lat, dropped_at FROM driver_dispatch.tracker_secrets');
    expect(secrets).toEqual([{ dropped_lat: null, dropped_at: null }]);
  });
});
