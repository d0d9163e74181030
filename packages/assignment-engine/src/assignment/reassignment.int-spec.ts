import { DispatchError } from '@driver-dispatch/contract';
import { blockInserts } from '../testing/block-inserts';
import { nextPoint } from '../testing/points';
import { createCancellation, eventually, RecordingSink, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';

const servers = useTestServers();
let engine: TestEngine;
let sink: RecordingSink;

beforeAll(async () => {
  sink = new RecordingSink();
  engine = await servers.engine({ sink, assignment: { reassignment: true } });
});

afterEach(async () => {
  // No driver has two active assignments, and no delivery has two.
  const held = await engine.query(
    `SELECT delivery_id, driver_id FROM driver_dispatch.assignments WHERE released_at IS NULL`,
  );
  expect(new Set(held.map((row) => row.driver_id)).size).toBe(held.length);
  expect(new Set(held.map((row) => row.delivery_id)).size).toBe(held.length);
  expect(
    await engine.query(
      `SELECT w.id FROM driver_dispatch.deliveries w
       LEFT JOIN driver_dispatch.assignments a
         ON a.delivery_id = w.id AND a.driver_id = w.driver_id AND a.released_at IS NULL
       LEFT JOIN driver_dispatch.drivers d ON d.id = a.driver_id AND d.status = 'BUSY'
       WHERE w.state IN ('ASSIGNED', 'PICKED_UP') AND d.id IS NULL`,
    ),
  ).toEqual([]);
});

let cases = 0;

/** Creates an assigned delivery and two AVAILABLE drivers outside the search radius. */
async function assigned() {
  cases += 1;
  const point = nextPoint();
  const [from, to, third] = [`from-${cases}`, `to-${cases}`, `third-${cases}`];
  await engine.driverAt(from, point);
  const { deliveryId, submissionKey } = await engine.order(point);
  for (const driverId of [to, third]) {
    await engine.driverAt(driverId, { lat: point.lat + 0.5, lon: point.lon });
  }
  return { point, from, to, third, deliveryId, submissionKey };
}

type Assigned = Awaited<ReturnType<typeof assigned>>;

const reassign = ({ deliveryId, from }: Assigned, driverId: string) =>
  engine.operate('POST', `/v1/deliveries/${deliveryId}/reassign`, {
    driverId,
    fromDriverId: from,
    operator: 'Ops',
  });
const getCode = (promise: Promise<unknown>) =>
  promise.then(
    () => 'ok',
    (error: DispatchError) => error.code,
  );
const getStatus = async (driverId: string) => (await engine.row(driverId)).status;
const sentEvents = (submissionKey: string, count: number) =>
  eventually(
    () => sink.typesOf(submissionKey),
    (types) => types.length >= count,
  );
const cancel = (submissionKey: string) => engine.send(createCancellation(submissionKey));

describe('a reassigned delivery', () => {
  it('releases the previous driver, who gets the waiting delivery at once', async () => {
    const one = await assigned();
    const { state, deliveryId: waiting } = await engine.order(one.point);
    expect(state).toBe('PENDING');
    expect(await reassign(one, one.to)).toMatchObject({
      status: 200,
      body: { duplicate: false, sequence: 2 },
    });
    expect((await engine.delivery(waiting)).driverId).toBe(one.from);
    expect((await engine.drivers.heartbeat(one.from)).task?.deliveryId).toBe(waiting);
    expect((await engine.drivers.heartbeat(one.to)).task?.deliveryId).toBe(one.deliveryId);
    const pickUp = (task: { deliveryId: string; driverId: string }) => engine.drivers.pickUp(task);
    expect(await getCode(pickUp({ deliveryId: one.deliveryId, driverId: one.from }))).toBe('driver_mismatch');
    expect(await getCode(pickUp({ deliveryId: one.deliveryId, driverId: one.to }))).toBe('ok');
  });

  it('sets the previous driver OFFLINE after the heartbeat has expired', async () => {
    const one = await assigned();
    await engine.query(
      `UPDATE driver_dispatch.drivers SET seen_at = now() - interval '1 hour' WHERE id = $1`,
      [one.from],
    );
    await reassign(one, one.to);
    expect(await getStatus(one.from)).toBe('OFFLINE');
    expect((await engine.drivers.heartbeat(one.from)).task).toBeNull();
  });

  it('sends an event with both drivers and the operator', async () => {
    const one = await assigned();
    await reassign(one, one.to);
    expect(await sentEvents(one.submissionKey, 2)).toEqual(['delivery.assigned', 'delivery.reassigned']);
    expect(sink.events.findLast(({ data }) => data.submissionKey === one.submissionKey)).toMatchObject({
      data: {
        sequence: 2,
        state: 'ASSIGNED',
        operator: 'Ops',
        driver: { id: one.to, name: `Driver ${one.to}` },
        previousDriver: { id: one.from, name: `Driver ${one.from}` },
        distanceMetres: expect.closeTo(55_597, -2),
      },
    });
  });

  it('retries the event until the shop accepts its type, before later events', async () => {
    const one = await assigned();
    let upgraded = false;
    sink.before = ({ type }) => {
      if (type === 'delivery.reassigned' && !upgraded) {
        throw new DispatchError('invalid_message', 'type: Invalid discriminator value');
      }
    };
    await reassign(one, one.to);
    await engine.drivers.pickUp({ deliveryId: one.deliveryId, driverId: one.to });
    const { events } = await eventually(
      () => engine.delivery(one.deliveryId),
      (delivery) => delivery.events[2].sendAttempts > 0,
    );
    expect(events[2].deadAt).toBeNull();
    expect(sink.typesOf(one.submissionKey)).toEqual(['delivery.assigned']);
    upgraded = true;
    expect(await sentEvents(one.submissionKey, 3)).toEqual([
      'delivery.assigned',
      'delivery.reassigned',
      'delivery.picked_up',
    ]);
  });

  it('keeps its driver when the new driver is ineligible', async () => {
    const one = await assigned();
    await engine.drivers.setStatus({ driverId: one.to, status: 'OFFLINE' });
    expect(await reassign(one, one.to)).toMatchObject({
      status: 409,
      body: { error: { code: 'driver_unavailable' } },
    });
    // The row of the driver is locked longer than the lock timeout.
    const holder = engine.database.createQueryRunner();
    await holder.startTransaction();
    await holder.query('SELECT 1 FROM driver_dispatch.drivers WHERE id = $1 FOR UPDATE', [one.third]);
    expect(await reassign(one, one.third)).toMatchObject({
      status: 409,
      body: { error: { code: 'driver_unavailable' } },
    });
    await holder.rollbackTransaction();
    await holder.release();
    expect(await engine.delivery(one.deliveryId)).toMatchObject({ driverId: one.from, sequence: 1 });
    expect(await getStatus(one.from)).toBe('BUSY');
    expect(await reassign(one, one.third)).toMatchObject({ status: 200 });
  });
});

describe('a race of a reassignment with', () => {
  it('an earlier pickup: the delivery keeps its driver', async () => {
    const one = await assigned();
    const racing: Promise<unknown>[] = [];
    await blockInserts(engine, 'delivery_events', `NEW.type = 'delivery.picked_up'`, async (blocked) => {
      racing.push(engine.drivers.pickUp({ deliveryId: one.deliveryId, driverId: one.from }));
      await blocked(1);
      racing.push(reassign(one, one.to));
      await blocked(2);
    });
    const [, moved] = await Promise.all(racing);
    expect(moved).toMatchObject({
      status: 409,
      body: { error: { code: 'illegal_transition', details: { state: 'PICKED_UP' } } },
    });
    expect(await getStatus(one.to)).toBe('AVAILABLE');
    expect(await sentEvents(one.submissionKey, 2)).toEqual(['delivery.assigned', 'delivery.picked_up']);
  });

  it('a later pickup: the pickup is refused', async () => {
    const one = await assigned();
    let moving: Promise<unknown> | undefined;
    let pickingUp: Promise<string> | undefined;
    await blockInserts(engine, 'delivery_events', `NEW.type = 'delivery.reassigned'`, async (blocked) => {
      moving = reassign(one, one.to);
      await blocked(1);
      pickingUp = getCode(engine.drivers.pickUp({ deliveryId: one.deliveryId, driverId: one.from }));
      await blocked(2);
    });
    expect(await moving).toMatchObject({ status: 200 });
    expect(await pickingUp).toBe('driver_mismatch');
  });

  it('an earlier cancellation: the reassignment is refused', async () => {
    const one = await assigned();
    const racing: Promise<unknown>[] = [];
    await blockInserts(engine, 'delivery_events', `NEW.type = 'delivery.cancelled'`, async (blocked) => {
      racing.push(cancel(one.submissionKey));
      await blocked(1);
      racing.push(reassign(one, one.to));
      await blocked(2);
    });
    const [, moved] = await Promise.all(racing);
    expect(moved).toMatchObject({ status: 409, body: { error: { details: { state: 'CANCELLED' } } } });
    expect(await getStatus(one.from)).toBe('AVAILABLE');
    expect(await getStatus(one.to)).toBe('AVAILABLE');
  });

  it('a later cancellation: the new driver is released', async () => {
    const one = await assigned();
    const racing: Promise<unknown>[] = [];
    await blockInserts(engine, 'delivery_events', `NEW.type = 'delivery.reassigned'`, async (blocked) => {
      racing.push(reassign(one, one.to));
      await blocked(1);
      racing.push(cancel(one.submissionKey));
      await blocked(2);
    });
    await Promise.all(racing);
    expect(await sentEvents(one.submissionKey, 3)).toEqual([
      'delivery.assigned',
      'delivery.reassigned',
      'delivery.cancelled',
    ]);
    expect(await getStatus(one.from)).toBe('AVAILABLE');
    expect(await getStatus(one.to)).toBe('AVAILABLE');
  });

  it('a reassignment to another driver: the second is refused', async () => {
    const one = await assigned();
    const outcomes = await Promise.all([reassign(one, one.to), reassign(one, one.third)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual([200, 409]);
    const refused = outcomes.find(({ status }) => status === 409)!;
    expect(refused.body.error).toMatchObject({ code: 'driver_changed' });
    expect((await engine.delivery(one.deliveryId)).assignments).toHaveLength(2);
    expect(await sentEvents(one.submissionKey, 2)).toEqual(['delivery.assigned', 'delivery.reassigned']);
  });

  it('an equal reassignment: the second is a duplicate', async () => {
    const one = await assigned();
    const outcomes = await Promise.all([reassign(one, one.to), reassign(one, one.to)]);
    expect(outcomes.map(({ body }) => body.duplicate).sort()).toEqual([false, true]);
    expect((await engine.delivery(one.deliveryId)).assignments).toHaveLength(2);
  });

  it('an earlier order for the new driver: the order is assigned', async () => {
    const one = await assigned();
    const near = { lat: one.point.lat + 0.5, lon: one.point.lon };
    await engine.drivers.setStatus({ driverId: one.third, status: 'OFFLINE' });
    const racing: Promise<unknown>[] = [];
    await blockInserts(engine, 'assignments', `NEW.driver_id = '${one.to}'`, async (blocked) => {
      racing.push(engine.order(near));
      await blocked(1);
      racing.push(reassign(one, one.to));
      // The reassignment does not wait for the driver row that the claim has locked.
      await racing[1];
    });
    const [ordered, moved] = await Promise.all(racing);
    expect(ordered).toMatchObject({ state: 'ASSIGNED' });
    expect(moved).toMatchObject({ status: 409, body: { error: { code: 'driver_unavailable' } } });
    expect(await engine.delivery(one.deliveryId)).toMatchObject({ driverId: one.from, sequence: 1 });
  });

  it('a later order for the new driver: the order waits', async () => {
    const one = await assigned();
    const near = { lat: one.point.lat + 0.5, lon: one.point.lon };
    await engine.drivers.setStatus({ driverId: one.third, status: 'OFFLINE' });
    let moving: Promise<unknown> | undefined;
    let ordered: unknown;
    await blockInserts(engine, 'assignments', `NEW.decision ->> 'source' = 'OPERATOR'`, async (blocked) => {
      moving = reassign(one, one.to);
      await blocked(1);
      ordered = await engine.order(near);
    });
    expect(await moving).toMatchObject({ status: 200 });
    expect(ordered).toMatchObject({ state: 'PENDING' });
  });

  it('the opposite reassignment: both are refused, because both drivers are BUSY', async () => {
    const [one, two] = [await assigned(), await assigned()];
    const outcomes = await Promise.all([reassign(one, two.from), reassign(two, one.from)]);
    expect(outcomes.map(({ body }) => body.error?.code)).toEqual([
      'driver_unavailable',
      'driver_unavailable',
    ]);
  });
});
