import { randomUUID } from 'node:crypto';
import {
  assignmentRecordSchema,
  deliveryRecordSchema,
  DRIVER_APP_PATH,
  SignedHttpClient,
  timelineEntrySchema,
  type DeliveryReceipt,
  type DispatchError,
} from '@driver-dispatch/contract';
import { z } from 'zod';
import { sql } from '../database/sql';
import { nextPlace, north } from '../testing/places';
import { cancellationOf, readyOrder, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';

const servers = useTestServers();
let engine: TestEngine;
let made = 0;

beforeAll(async () => {
  engine = await servers.engine();
});

const proof = { kind: 'handover', receivedBy: 'Grace' } as const;
const pickUp = (deliveryId: string, driverId: string) => engine.drivers.pickUp({ deliveryId, driverId });
const complete = (deliveryId: string, driverId: string) =>
  engine.drivers.complete({ deliveryId, driverId, proof });
const fail = (deliveryId: string, driverId: string) =>
  engine.drivers.fail({ deliveryId, driverId, code: 'customer_absent', note: 'Rang twice' });
const cancel = (submissionKey: string, reason?: string): Promise<DeliveryReceipt> =>
  engine.send(cancellationOf(submissionKey, reason));
const refused = (code: string, state?: string) =>
  expect.objectContaining(state ? { code, details: { state } } : { code });

/** A delivery that a driver of its own was assigned, at a place of its own. */
async function assigned() {
  const place = nextPlace();
  const driverId = `driver-${++made}`;
  await engine.driverAt(driverId, place);
  const receipt = await engine.order(place);
  expect(receipt.state).toBe('ASSIGNED');
  return { ...receipt, driverId, place };
}

describe('a delivery', () => {
  it('is picked up and delivered, and its driver is free again', async () => {
    const { deliveryId, driverId, submissionKey } = await assigned();
    await expect(pickUp(deliveryId, driverId)).resolves.toEqual({
      deliveryId, submissionKey, state: 'PICKED_UP', sequence: 2, duplicate: false,
    });
    expect((await engine.row(driverId)).status).toBe('BUSY');
    await expect(complete(deliveryId, driverId)).resolves.toMatchObject({ state: 'DELIVERED', sequence: 3 });
    expect((await engine.row(driverId)).status).toBe('AVAILABLE');
  });

  it.each(['ASSIGNED', 'PICKED_UP'])('may fail once it is %s, and frees its driver', async (state) => {
    const { deliveryId, driverId } = await assigned();
    if (state === 'PICKED_UP') {
      await pickUp(deliveryId, driverId);
    }
    await expect(fail(deliveryId, driverId)).resolves.toMatchObject({ state: 'FAILED' });
    expect((await engine.row(driverId)).status).toBe('AVAILABLE');
  });

  it('has a timeline that tells who did what, when', async () => {
    const started = Date.now();
    const { deliveryId, driverId } = await assigned();
    await pickUp(deliveryId, driverId);
    await complete(deliveryId, driverId);
    const delivery = await engine.delivery(deliveryId);
    expect(
      delivery.events.map((event: any) => [event.sequence, event.type, event.state, event.actor]),
    ).toEqual([
      [0, 'delivery.accepted', 'PENDING', 'vendure'],
      [1, 'delivery.assigned', 'ASSIGNED', 'engine'],
      [2, 'delivery.picked_up', 'PICKED_UP', `driver:${driverId}`],
      [3, 'delivery.delivered', 'DELIVERED', `driver:${driverId}`],
    ]);
    expect(delivery.events[3].data).toEqual({ driverId, proof });
    const times = [delivery.createdAt, ...delivery.events.slice(1).map(({ at }: any) => at)].map(Date.parse);
    const [createdAt, ...steps] = times;
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
    // An order is a microsecond younger than its batch, and may so be read as of the next millisecond.
    expect(createdAt).toBeLessThanOrEqual(steps[0] + 1);
    expect(times[0]).toBeGreaterThanOrEqual(started - 1_000);
    expect(times[3]).toBeLessThanOrEqual(Date.now() + 1_000);
    expect(delivery.assignments).toHaveLength(1);
    expect(Date.parse(delivery.assignments[0].releasedAt)).toBe(times[3]);
  });

  it('moves back with nobody, and tells its state', async () => {
    const { deliveryId, driverId } = await assigned();
    await expect(complete(deliveryId, driverId)).rejects.toEqual(refused('illegal_transition', 'ASSIGNED'));
    await pickUp(deliveryId, driverId);
    await complete(deliveryId, driverId);
    await expect(pickUp(deliveryId, driverId)).rejects.toEqual(refused('illegal_transition', 'DELIVERED'));
    await expect(fail(deliveryId, driverId)).rejects.toEqual(refused('illegal_transition', 'DELIVERED'));
    expect(await engine.delivery(deliveryId)).toMatchObject({ state: 'DELIVERED', sequence: 3 });
  });

  it('takes each step once, however often it is told', async () => {
    const { deliveryId, driverId } = await assigned();
    const steps = await Promise.all(Array.from({ length: 10 }, () => pickUp(deliveryId, driverId)));
    expect(steps.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
    expect(new Set(steps.map(({ sequence }) => sequence))).toEqual(new Set([2]));
    await complete(deliveryId, driverId);
    await expect(complete(deliveryId, driverId)).resolves.toMatchObject({
      state: 'DELIVERED', sequence: 3, duplicate: true,
    });
    expect((await engine.delivery(deliveryId)).events).toHaveLength(4);
  });

  it('frees its driver once: a repeated end does not touch the next delivery', async () => {
    const { deliveryId, driverId, place } = await assigned();
    await pickUp(deliveryId, driverId);
    await complete(deliveryId, driverId);
    const next = await engine.order(place);
    expect(next.state).toBe('ASSIGNED');
    await complete(deliveryId, driverId);
    expect((await engine.row(driverId)).status).toBe('BUSY');
  });

  it('has its driver released by one caller only, whoever asks again', async () => {
    const { deliveryId, driverId, place } = await assigned();
    await pickUp(deliveryId, driverId);
    await complete(deliveryId, driverId);
    await engine.order(place);
    const released = await engine.query(sql('release-driver.sql'), [
      deliveryId,
      600,
      null,
      null,
      false,
      true,
      'delivery ended',
      null,
    ]);
    expect(released).toEqual([]);
    expect((await engine.row(driverId)).status).toBe('BUSY');
  });

  it("is not another driver's to move", async () => {
    const { deliveryId } = await assigned();
    const { driverId: stranger } = await assigned();
    for (const step of [pickUp, complete, fail]) {
      await expect(step(deliveryId, stranger)).rejects.toMatchObject({
        code: 'driver_mismatch',
        status: 403,
      });
    }
    expect(await engine.delivery(deliveryId)).toMatchObject({ state: 'ASSIGNED', sequence: 1 });
  });

  it("of nobody is nobody's to move", async () => {
    const { deliveryId } = await engine.order(nextPlace());
    await expect(pickUp(deliveryId, 'driver-1')).rejects.toMatchObject({ code: 'driver_mismatch' });
  });

  it.each([randomUUID(), 'not-a-uuid', "x'--".replace(/['-]/g, '_')])(
    '%s is not found',
    async (deliveryId) => {
      for (const step of [pickUp, complete, fail]) {
        await expect(step(deliveryId, 'driver-1')).rejects.toMatchObject({ code: 'not_found', status: 404 });
      }
    },
  );
});

describe('the end of a delivery', () => {
  it('gives the driver the order that waits', async () => {
    const { deliveryId, driverId, place } = await assigned();
    const waiting = await engine.order(north(place, 100));
    expect(waiting.state).toBe('PENDING');
    await fail(deliveryId, driverId);
    expect(await engine.delivery(waiting.deliveryId)).toMatchObject({ state: 'ASSIGNED', driverId });
    expect((await engine.row(driverId)).status).toBe('BUSY');
  });

  it('finds a driver whose heartbeat expired meanwhile OFFLINE, when it is not the driver who tells of it', async () => {
    const { submissionKey, driverId, place } = await assigned();
    await engine.query(
      `UPDATE driver_dispatch.drivers SET seen_at = now() - interval '1 hour' WHERE id = $1`,
      [driverId],
    );
    await cancel(submissionKey);
    expect((await engine.row(driverId)).status).toBe('OFFLINE');
    expect((await engine.order(place)).state).toBe('PENDING');
  });

  it('finds a driver who was deactivated meanwhile OFFLINE', async () => {
    const { deliveryId, driverId } = await assigned();
    await engine.operate('DELETE', `/v1/drivers/${driverId}`);
    expect((await engine.row(driverId)).status).toBe('BUSY');
    await pickUp(deliveryId, driverId);
    await complete(deliveryId, driverId);
    expect((await engine.row(driverId)).status).toBe('OFFLINE');
  });

  it('may end the shift', async () => {
    const { deliveryId, driverId, place } = await assigned();
    const waiting = await engine.order(place);
    await engine.drivers.fail({ deliveryId, driverId, code: 'vehicle_breakdown', endShift: true });
    expect((await engine.row(driverId)).status).toBe('OFFLINE');
    expect((await engine.delivery(waiting.deliveryId)).state).toBe('PENDING');
  });

  it('tells where the driver is: the next order is found from there', async () => {
    const { deliveryId, driverId, place } = await assigned();
    await pickUp(deliveryId, driverId);
    const there = north(place, 20_000);
    await engine.drivers.complete({ deliveryId, driverId, proof, point: there });
    expect((await engine.order(place)).state).toBe('PENDING');
    const { deliveryId: next } = await engine.order(there);
    expect(await engine.delivery(next)).toMatchObject({
      driverId, assignments: [{ distanceMetres: expect.closeTo(0, 0) }],
    });
  });
});

describe('a cancellation', () => {
  it('ends a delivery that waits: no driver is found for it any more', async () => {
    const place = nextPlace();
    const { submissionKey, deliveryId } = await engine.order(place);
    await expect(cancel(submissionKey, 'Sold out')).resolves.toMatchObject({
      deliveryId, state: 'CANCELLED', sequence: 1, duplicate: false,
    });
    await engine.driverAt('idle-after-cancel', place);
    const delivery = await engine.delivery(deliveryId);
    expect(delivery).toMatchObject({ state: 'CANCELLED', driverId: null });
    expect(delivery.events[1]).toMatchObject({ actor: 'vendure', data: { reason: 'Sold out' } });
    expect((await engine.row('idle-after-cancel')).status).toBe('AVAILABLE');
  });

  it('frees the driver of an assigned delivery, who takes the order that waits', async () => {
    const { submissionKey, driverId, place } = await assigned();
    const waiting = await engine.order(place);
    await expect(cancel(submissionKey)).resolves.toMatchObject({ state: 'CANCELLED', sequence: 2 });
    expect(await engine.delivery(waiting.deliveryId)).toMatchObject({ state: 'ASSIGNED', driverId });
  });

  it('comes too late once the goods are picked up', async () => {
    const { submissionKey, deliveryId, driverId } = await assigned();
    await pickUp(deliveryId, driverId);
    await expect(cancel(submissionKey)).rejects.toEqual(refused('illegal_transition', 'PICKED_UP'));
    await complete(deliveryId, driverId);
    await expect(cancel(submissionKey)).rejects.toEqual(refused('illegal_transition', 'DELIVERED'));
  });

  it('is remembered when it overtakes its order', async () => {
    const place = nextPlace();
    await engine.driverAt('never-asked', place);
    const order = readyOrder(place);
    const { submissionKey } = order;
    const first = await cancel(submissionKey);
    expect(first).toMatchObject({ state: 'CANCELLED', sequence: 1, duplicate: false });
    const receipt = await engine.submit(order);
    expect(receipt).toMatchObject({ deliveryId: first.deliveryId, state: 'CANCELLED', duplicate: true });
    expect((await engine.row('never-asked')).status).toBe('AVAILABLE');
  });

  it('is taken once, however often it is told', async () => {
    const { submissionKey, deliveryId } = await assigned();
    const answers = await Promise.all(Array.from({ length: 5 }, () => cancel(submissionKey)));
    expect(answers.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
    const { events } = await engine.delivery(deliveryId);
    expect(events.filter(({ type }: any) => type === 'delivery.cancelled')).toHaveLength(1);
  });

  it('and a pick-up at the same moment have one legal outcome', async () => {
    for (let round = 0; round < 10; round++) {
      const { submissionKey, deliveryId, driverId } = await assigned();
      const outcomes = await Promise.allSettled([cancel(submissionKey), pickUp(deliveryId, driverId)]);
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const { state } = await engine.delivery(deliveryId);
      const { status } = await engine.row(driverId);
      expect(['CANCELLED AVAILABLE', 'PICKED_UP BUSY']).toContain(`${state} ${status}`);
    }
  });

  it('and its order at the same moment leave no driver behind', async () => {
    for (let round = 0; round < 10; round++) {
      const place = nextPlace();
      const driverId = `race-${round}`;
      await engine.driverAt(driverId, place);
      const order = readyOrder(place);
      await Promise.all([engine.submit(order), cancel(order.submissionKey)]);
      expect((await engine.row(driverId)).status).toBe('AVAILABLE');
      const rows = await engine.query(
        'SELECT state FROM driver_dispatch.deliveries WHERE submission_key = $1',
        [order.submissionKey],
      );
      expect(rows).toEqual([{ state: 'CANCELLED' }]);
    }
  });
});

describe('what operators see', () => {
  it('is the newest deliveries first, a page at a time, of one state if they wish', async () => {
    const first = await engine.order(nextPlace());
    const second = await engine.order(nextPlace());
    const ids = async (query: string) =>
      (await engine.get(`/v1/deliveries?${query}`)).body.deliveries.map(({ id }: any) => id);
    expect(await ids('take=2')).toEqual([second.deliveryId, first.deliveryId]);
    expect(await ids('take=1&skip=1')).toEqual([first.deliveryId]);
    expect(await ids('state=PENDING&take=2')).toEqual([second.deliveryId, first.deliveryId]);
    expect(await ids('state=DELIVERED&take=500')).not.toContain(first.deliveryId);
  });

  it.each([
    ['/v1/deliveries?take=501', 400],
    ['/v1/deliveries?take=0', 400],
    ['/v1/deliveries?state=LOST', 400],
    ['/v1/deliveries?skip=-1', 400],
    ['/v1/deliveries/not-a-uuid', 400],
    [`/v1/deliveries/${randomUUID()}`, 404],
  ])('%s answers %d', async (path, status) => {
    expect((await engine.get(path)).status).toBe(status);
  });
});

describe('the code that the receiver has', () => {
  const CODE = '471100';

  /** Goods on the road, and their driver, who tells codes. */
  async function onTheRoad() {
    const place = nextPlace();
    const driverId = `driver-${++made}`;
    await engine.driverAt(driverId, place);
    const dropoff = { ...readyOrder(place).dropoff, deliveryPin: CODE };
    const { deliveryId } = await engine.order(place, { dropoff });
    await pickUp(deliveryId, driverId);
    /** The state, or why not and how many wrong codes may be told yet. */
    const tell = (told: string) =>
      engine.drivers
        .complete({ deliveryId, driverId, proof: { kind: 'code', code: told } })
        .then(({ state }) => state as string)
        .catch(({ code, details }: DispatchError) =>
          [code, details?.triesLeft].filter((part) => part !== undefined).join(' '),
        );
    return { deliveryId, driverId, tell };
  }

  it('is the only proof, and after five others none is taken, not even the right one', async () => {
    const { deliveryId, driverId, tell } = await onTheRoad();
    await expect(complete(deliveryId, driverId)).rejects.toMatchObject({ code: 'proof_refused' });
    expect(await tell('1')).toBe('proof_refused 4');
    // As after an answer that got lost.
    expect(await tell('1')).toBe('proof_refused 4');
    for (const told of ['2', '3', '4']) {
      await tell(told);
    }
    expect(await tell('5')).toBe('proof_refused 0');
    expect(await tell('5')).toBe('proof_locked');
    expect(await tell(CODE)).toBe('proof_locked');
    expect(await engine.delivery(deliveryId)).toMatchObject({ state: 'PICKED_UP', sequence: 2 });
    const reset = `/v1/deliveries/${deliveryId}/reset-failed-pin-attempts`;
    expect((await engine.operate('POST', reset, {})).status).toBe(400);
    expect((await engine.operate('POST', reset, { operator: 'Grace' })).status).toBe(200);
    expect(await tell('5')).toBe('proof_refused 4');
    expect(await tell(CODE)).toBe('DELIVERED');
    expect(await tell(CODE)).toBe('DELIVERED');
    const record = await engine.delivery(deliveryId);
    expect(record.events.at(-1)).toMatchObject({
      type: 'delivery.delivered',
      data: { proof: { kind: 'code' } },
    });
    expect(JSON.stringify(record)).not.toContain(CODE);
  });

  it('is not in the answers to operators, nor a hash of it or any other field outside the contract', async () => {
    const { deliveryId } = await onTheRoad();
    const { events, assignments, ...record } = await engine.delivery(deliveryId);
    expect(Object.keys(record).sort()).toEqual(
      Object.keys(deliveryRecordSchema.omit({ events: true, assignments: true }).shape).sort(),
    );
    z.array(timelineEntrySchema.strict()).parse(events);
    z.array(assignmentRecordSchema.strict()).parse(assignments);
    const { failedPinAttempts: _reset, codeLockedUntil: _locked, ...listed } = record;
    const { deliveries } = (await engine.get('/v1/deliveries?take=500')).body;
    expect(deliveries.find(({ id }: any) => id === deliveryId)).toEqual(listed);
  });

  it("is in no reply to the driver's app, nor in what operators read of drivers", async () => {
    const { deliveryId, driverId } = await onTheRoad();
    // The app's own client drops fields that the contract does not name.
    const app = new SignedHttpClient({ url: engine.url, keys: engine.keys.driverApp });
    const send = (action: string, message: object) =>
      app.post(`${DRIVER_APP_PATH}/${action}`, randomUUID(), { driverId, ...message });
    const replies = [
      await send('register', { type: 'driver.register', name: 'Ada' }),
      await send('heartbeat', { type: 'driver.heartbeat' }),
      await send('pick-up', { type: 'delivery.pick_up', deliveryId }),
    ];
    app.close();
    expect(replies).toMatchObject([{ task: { deliveryId } }, { task: { deliveryId } }, { deliveryId }]);
    const read = [await engine.get(`/v1/drivers/${driverId}`), await engine.get('/v1/fleet')];
    expect(read).toMatchObject([{ status: 200 }, { status: 200 }]);
    expect(JSON.stringify([replies, read])).not.toContain(`"${CODE}"`);
  });

  it('is taken again once the time has passed', async () => {
    const { deliveryId, tell } = await onTheRoad();
    for (const told of ['1', '2', '3', '4', '5']) {
      await tell(told);
    }
    const toldAgo = (seconds: number) =>
      engine.query(
        'UPDATE driver_dispatch.deliveries SET wrong_code_at = now() - make_interval(secs => $2) WHERE id = $1',
        [deliveryId, seconds],
      );
    await toldAgo(880);
    expect(await tell(CODE)).toBe('proof_locked');
    await toldAgo(901);
    expect(await engine.delivery(deliveryId)).toMatchObject({ failedPinAttempts: 0, codeLockedUntil: null });
    expect(await tell('5')).toBe('proof_refused 4');
    expect(await tell(CODE)).toBe('DELIVERED');
  });

  it('is guessed no more often by guessing at once', async () => {
    const { deliveryId, tell } = await onTheRoad();
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => tell(String(i))));
    expect(answers.filter((answer) => answer.startsWith('proof_refused'))).toHaveLength(5);
    expect(answers.filter((answer) => answer === 'proof_locked')).toHaveLength(15);
    expect((await engine.delivery(deliveryId)).failedPinAttempts).toBe(5);
  });

  it('is not asked for when the delivery fails', async () => {
    const { deliveryId, driverId } = await onTheRoad();
    await expect(fail(deliveryId, driverId)).resolves.toMatchObject({ state: 'FAILED' });
  });
});
