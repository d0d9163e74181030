import { DispatchError } from '@driver-dispatch/contract';
import { pausing } from '../testing/pausing';
import { nextPlace } from '../testing/places';
import { cancellationOf, eventually, RecordingSink, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';

const servers = useTestServers();
let engine: TestEngine;
let sink: RecordingSink;

beforeAll(async () => {
  sink = new RecordingSink();
  engine = await servers.engine({ sink, assignment: { reassignment: true } });
});

afterEach(async () => {
  // Whatever a race has come to: nobody carries two deliveries, and no delivery is carried by two.
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

/** A delivery with its driver, and another driver who is free; far enough away to be nobody else's. */
async function assigned() {
  cases += 1;
  const place = nextPlace();
  const [from, to, third] = [`from-${cases}`, `to-${cases}`, `third-${cases}`];
  await engine.driverAt(from, place);
  const { deliveryId, submissionKey } = await engine.order(place);
  for (const driverId of [to, third]) {
    await engine.driverAt(driverId, { lat: place.lat + 0.5, lon: place.lon });
  }
  return { place, from, to, third, deliveryId, submissionKey };
}

type Assigned = Awaited<ReturnType<typeof assigned>>;

const reassign = ({ deliveryId, from }: Assigned, driverId: string) =>
  engine.operate('POST', `/v1/deliveries/${deliveryId}/reassign`, {
    driverId, fromDriverId: from, operator: 'Ops',
  });
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'fine',
    (error: DispatchError) => error.code,
  );
const statusOf = async (driverId: string) => (await engine.row(driverId)).status;
const told = (submissionKey: string, count: number) =>
  eventually(
    () => sink.typesOf(submissionKey),
    (types) => types.length >= count,
  );
const cancel = (submissionKey: string) => engine.send(cancellationOf(submissionKey));

describe('a delivery that moves to another driver', () => {
  it('frees who had it, who hears of it, and is matched with what waits at once', async () => {
    const one = await assigned();
    const { state, deliveryId: waiting } = await engine.order(one.place);
    expect(state).toBe('PENDING');
    expect(await reassign(one, one.to)).toMatchObject({
      status: 200,
      body: { duplicate: false, sequence: 2 },
    });
    expect((await engine.delivery(waiting)).driverId).toBe(one.from);
    expect((await engine.drivers.heartbeat(one.from)).task?.deliveryId).toBe(waiting);
    expect((await engine.drivers.heartbeat(one.to)).task?.deliveryId).toBe(one.deliveryId);
    const pickUp = (task: { deliveryId: string; driverId: string }) => engine.drivers.pickUp(task);
    expect(await codeOf(pickUp({ deliveryId: one.deliveryId, driverId: one.from }))).toBe('driver_mismatch');
    expect(await codeOf(pickUp({ deliveryId: one.deliveryId, driverId: one.to }))).toBe('fine');
  });

  it('leaves a driver OFFLINE who has fallen silent, as the end of a delivery does', async () => {
    const one = await assigned();
    await engine.query(
      `UPDATE driver_dispatch.drivers SET seen_at = now() - interval '1 hour' WHERE id = $1`,
      [one.from],
    );
    await reassign(one, one.to);
    expect(await statusOf(one.from)).toBe('OFFLINE');
    expect((await engine.drivers.heartbeat(one.from)).task).toBeNull();
  });

  it('tells Vendure who has it now, who had it, and who has asked', async () => {
    const one = await assigned();
    await reassign(one, one.to);
    expect(await told(one.submissionKey, 2)).toEqual(['delivery.assigned', 'delivery.reassigned']);
    expect(sink.events.findLast(({ data }) => data.submissionKey === one.submissionKey)).toMatchObject({
      data: {
        sequence: 2, state: 'ASSIGNED', operator: 'Ops',
        driver: { id: one.to, name: `Driver ${one.to}` },
        previousDriver: { id: one.from, name: `Driver ${one.from}` },
        distanceMetres: expect.closeTo(55_597, -2),
      },
    });
  });

  it('is told once the shop knows what that is; what comes after it waits until then', async () => {
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
    expect(await told(one.submissionKey, 3)).toEqual([
      'delivery.assigned', 'delivery.reassigned', 'delivery.picked_up',
    ]);
  });

  it('stays where it is when the new driver is not to be had', async () => {
    const one = await assigned();
    await engine.drivers.setStatus({ driverId: one.to, status: 'OFFLINE' });
    expect(await reassign(one, one.to)).toMatchObject({
      status: 409, body: { error: { code: 'driver_unavailable' } },
    });
    // The row of a driver who is just being located is locked for longer than anybody waits.
    const holder = engine.database.createQueryRunner();
    await holder.startTransaction();
    await holder.query('SELECT 1 FROM driver_dispatch.drivers WHERE id = $1 FOR UPDATE', [one.third]);
    expect(await reassign(one, one.third)).toMatchObject({
      status: 409, body: { error: { code: 'driver_unavailable' } },
    });
    await holder.rollbackTransaction();
    await holder.release();
    expect(await engine.delivery(one.deliveryId)).toMatchObject({ driverId: one.from, sequence: 1 });
    expect(await statusOf(one.from)).toBe('BUSY');
    expect(await reassign(one, one.third)).toMatchObject({ status: 200 });
  });
});

describe('one outcome has the race with', () => {
  it("the driver's pick-up, the pick-up first: the delivery stays", async () => {
    const one = await assigned();
    const racing: Promise<unknown>[] = [];
    await pausing(engine, 'delivery_events', `NEW.type = 'delivery.picked_up'`, async (untilWaiting) => {
      racing.push(engine.drivers.pickUp({ deliveryId: one.deliveryId, driverId: one.from }));
      await untilWaiting(1);
      racing.push(reassign(one, one.to));
      await untilWaiting(2);
    });
    const [, moved] = await Promise.all(racing);
    expect(moved).toMatchObject({
      status: 409, body: { error: { code: 'illegal_transition', details: { state: 'PICKED_UP' } } },
    });
    expect(await statusOf(one.to)).toBe('AVAILABLE');
    expect(await told(one.submissionKey, 2)).toEqual(['delivery.assigned', 'delivery.picked_up']);
  });

  it("the driver's pick-up, the move first: the pick-up is refused", async () => {
    const one = await assigned();
    let moving: Promise<unknown> | undefined;
    let pickingUp: Promise<string> | undefined;
    await pausing(engine, 'delivery_events', `NEW.type = 'delivery.reassigned'`, async (untilWaiting) => {
      moving = reassign(one, one.to);
      await untilWaiting(1);
      pickingUp = codeOf(engine.drivers.pickUp({ deliveryId: one.deliveryId, driverId: one.from }));
      await untilWaiting(2);
    });
    expect(await moving).toMatchObject({ status: 200 });
    expect(await pickingUp).toBe('driver_mismatch');
  });

  it('a cancellation, the cancellation first: nobody is assigned anew', async () => {
    const one = await assigned();
    const racing: Promise<unknown>[] = [];
    await pausing(engine, 'delivery_events', `NEW.type = 'delivery.cancelled'`, async (untilWaiting) => {
      racing.push(cancel(one.submissionKey));
      await untilWaiting(1);
      racing.push(reassign(one, one.to));
      await untilWaiting(2);
    });
    const [, moved] = await Promise.all(racing);
    expect(moved).toMatchObject({ status: 409, body: { error: { details: { state: 'CANCELLED' } } } });
    expect(await statusOf(one.from)).toBe('AVAILABLE');
    expect(await statusOf(one.to)).toBe('AVAILABLE');
  });

  it('a cancellation, the move first: the new driver comes free again', async () => {
    const one = await assigned();
    const racing: Promise<unknown>[] = [];
    await pausing(engine, 'delivery_events', `NEW.type = 'delivery.reassigned'`, async (untilWaiting) => {
      racing.push(reassign(one, one.to));
      await untilWaiting(1);
      racing.push(cancel(one.submissionKey));
      await untilWaiting(2);
    });
    await Promise.all(racing);
    expect(await told(one.submissionKey, 3)).toEqual([
      'delivery.assigned', 'delivery.reassigned', 'delivery.cancelled',
    ]);
    expect(await statusOf(one.from)).toBe('AVAILABLE');
    expect(await statusOf(one.to)).toBe('AVAILABLE');
  });

  it('another operator: the second is told that it has another driver by now', async () => {
    const one = await assigned();
    const outcomes = await Promise.all([reassign(one, one.to), reassign(one, one.third)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual([200, 409]);
    const refused = outcomes.find(({ status }) => status === 409)!;
    expect(refused.body.error).toMatchObject({ code: 'illegal_transition', details: { state: 'ASSIGNED' } });
    expect((await engine.delivery(one.deliveryId)).assignments).toHaveLength(2);
    expect(await told(one.submissionKey, 2)).toEqual(['delivery.assigned', 'delivery.reassigned']);
  });

  it('another operator who asks for the same: one moves it, the other is answered as a repeat', async () => {
    const one = await assigned();
    const outcomes = await Promise.all([reassign(one, one.to), reassign(one, one.to)]);
    expect(outcomes.map(({ body }) => body.duplicate).sort()).toEqual([false, true]);
    expect((await engine.delivery(one.deliveryId)).assignments).toHaveLength(2);
  });

  it('an order that is claiming the new driver: the order has the driver', async () => {
    const one = await assigned();
    const near = { lat: one.place.lat + 0.5, lon: one.place.lon };
    await engine.drivers.setStatus({ driverId: one.third, status: 'OFFLINE' });
    const racing: Promise<unknown>[] = [];
    await pausing(engine, 'assignments', `NEW.driver_id = '${one.to}'`, async (untilWaiting) => {
      racing.push(engine.order(near));
      await untilWaiting(1);
      racing.push(reassign(one, one.to));
      // The claim holds the driver's row, for which the move does not wait.
      await racing[1];
    });
    const [ordered, moved] = await Promise.all(racing);
    expect(ordered).toMatchObject({ state: 'ASSIGNED' });
    expect(moved).toMatchObject({ status: 409, body: { error: { code: 'driver_unavailable' } } });
    expect(await engine.delivery(one.deliveryId)).toMatchObject({ driverId: one.from, sequence: 1 });
  });

  it('an order that wants the new driver, the move first: the order waits', async () => {
    const one = await assigned();
    const near = { lat: one.place.lat + 0.5, lon: one.place.lon };
    await engine.drivers.setStatus({ driverId: one.third, status: 'OFFLINE' });
    let moving: Promise<unknown> | undefined;
    let ordered: unknown;
    await pausing(engine, 'assignments', `NEW.decision ->> 'source' = 'operator'`, async (untilWaiting) => {
      moving = reassign(one, one.to);
      await untilWaiting(1);
      ordered = await engine.order(near);
    });
    expect(await moving).toMatchObject({ status: 200 });
    expect(ordered).toMatchObject({ state: 'PENDING' });
  });

  it('itself the other way round: two deliveries never swap drivers who are both BUSY', async () => {
    const [one, two] = [await assigned(), await assigned()];
    const outcomes = await Promise.all([reassign(one, two.from), reassign(two, one.from)]);
    expect(outcomes.map(({ body }) => body.error?.code)).toEqual([
      'driver_unavailable', 'driver_unavailable',
    ]);
  });
});
