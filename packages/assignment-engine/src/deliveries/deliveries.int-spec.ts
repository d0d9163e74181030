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
import { nextPoint, north } from '../testing/points';
import { createCancellation, readyOrder, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';

const servers = useTestServers();
let engine: TestEngine;
let driverCount = 0;

beforeAll(async () => {
  engine = await servers.engine();
});

const proof = { kind: 'in_person', receivedBy: 'Grace' } as const;
const pickUp = (deliveryId: string, driverId: string) => engine.drivers.pickUp({ deliveryId, driverId });
const complete = (deliveryId: string, driverId: string) =>
  engine.drivers.complete({ deliveryId, driverId, proof });
const fail = (deliveryId: string, driverId: string) =>
  engine.drivers.fail({ deliveryId, driverId, code: 'customer_absent', note: 'Rang twice' });
const cancel = (submissionKey: string, reason?: string): Promise<DeliveryReceipt> =>
  engine.send(createCancellation(submissionKey, reason));
const refused = (code: string, state?: string) =>
  expect.objectContaining(state ? { code, details: { state } } : { code });

/** Creates an assigned delivery with a new driver at a new point. */
async function assigned() {
  const point = nextPoint();
  const driverId = `driver-${++driverCount}`;
  await engine.driverAt(driverId, point);
  const receipt = await engine.order(point);
  expect(receipt.state).toBe('ASSIGNED');
  return { ...receipt, driverId, point };
}

describe('a delivery', () => {
  it('is picked up and delivered, which releases the driver', async () => {
    const { deliveryId, driverId, submissionKey } = await assigned();
    await expect(pickUp(deliveryId, driverId)).resolves.toEqual({
      deliveryId,
      submissionKey,
      state: 'PICKED_UP',
      sequence: 2,
      duplicate: false,
    });
    expect((await engine.row(driverId)).status).toBe('BUSY');
    await expect(complete(deliveryId, driverId)).resolves.toMatchObject({ state: 'DELIVERED', sequence: 3 });
    expect((await engine.row(driverId)).status).toBe('AVAILABLE');
  });

  it.each(['ASSIGNED', 'PICKED_UP'])('may fail once it is %s, which releases the driver', async (state) => {
    const { deliveryId, driverId } = await assigned();
    if (state === 'PICKED_UP') {
      await pickUp(deliveryId, driverId);
    }
    await expect(fail(deliveryId, driverId)).resolves.toMatchObject({ state: 'FAILED' });
    expect((await engine.row(driverId)).status).toBe('AVAILABLE');
  });

  it('has a timeline with actors and times', async () => {
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
    // An order is one microsecond younger than its batch and may be rounded to the next millisecond.
    expect(createdAt).toBeLessThanOrEqual(steps[0] + 1);
    expect(times[0]).toBeGreaterThanOrEqual(started - 1_000);
    expect(times[3]).toBeLessThanOrEqual(Date.now() + 1_000);
    expect(delivery.assignments).toHaveLength(1);
    expect(Date.parse(delivery.assignments[0].releasedAt)).toBe(times[3]);
  });

  it('refuses illegal transitions with the current state', async () => {
    const { deliveryId, driverId } = await assigned();
    await expect(complete(deliveryId, driverId)).rejects.toEqual(refused('illegal_transition', 'ASSIGNED'));
    await pickUp(deliveryId, driverId);
    await complete(deliveryId, driverId);
    await expect(pickUp(deliveryId, driverId)).rejects.toEqual(refused('illegal_transition', 'DELIVERED'));
    await expect(fail(deliveryId, driverId)).rejects.toEqual(refused('illegal_transition', 'DELIVERED'));
    expect(await engine.delivery(deliveryId)).toMatchObject({ state: 'DELIVERED', sequence: 3 });
  });

  it('applies repeated requests once', async () => {
    const { deliveryId, driverId } = await assigned();
    const steps = await Promise.all(Array.from({ length: 10 }, () => pickUp(deliveryId, driverId)));
    expect(steps.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
    expect(new Set(steps.map(({ sequence }) => sequence))).toEqual(new Set([2]));
    await complete(deliveryId, driverId);
    await expect(complete(deliveryId, driverId)).resolves.toMatchObject({
      state: 'DELIVERED',
      sequence: 3,
      duplicate: true,
    });
    expect((await engine.delivery(deliveryId)).events).toHaveLength(4);
  });

  it('does not release the driver of the next delivery when its end is repeated', async () => {
    const { deliveryId, driverId, point } = await assigned();
    await pickUp(deliveryId, driverId);
    await complete(deliveryId, driverId);
    const next = await engine.order(point);
    expect(next.state).toBe('ASSIGNED');
    await complete(deliveryId, driverId);
    expect((await engine.row(driverId)).status).toBe('BUSY');
  });

  it('releases its driver only once', async () => {
    const { deliveryId, driverId, point } = await assigned();
    await pickUp(deliveryId, driverId);
    await complete(deliveryId, driverId);
    await engine.order(point);
    const released = await engine.query(sql('assignment/release-driver.sql'), [
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

  it('refuses requests of another driver', async () => {
    const { deliveryId } = await assigned();
    const { driverId: otherDriver } = await assigned();
    for (const step of [pickUp, complete, fail]) {
      await expect(step(deliveryId, otherDriver)).rejects.toMatchObject({
        code: 'driver_mismatch',
        status: 403,
      });
    }
    expect(await engine.delivery(deliveryId)).toMatchObject({ state: 'ASSIGNED', sequence: 1 });
  });

  it('refuses driver requests while it has no driver', async () => {
    const { deliveryId } = await engine.order(nextPoint());
    await expect(pickUp(deliveryId, 'driver-1')).rejects.toMatchObject({ code: 'driver_mismatch' });
  });

  it.each([randomUUID(), 'not-a-uuid', "x'--".replace(/['-]/g, '_')])(
    'with the unknown id %s is not found',
    async (deliveryId) => {
      for (const step of [pickUp, complete, fail]) {
        await expect(step(deliveryId, 'driver-1')).rejects.toMatchObject({ code: 'not_found', status: 404 });
      }
    },
  );
});

describe('the end of a delivery', () => {
  it('assigns the driver to the waiting order', async () => {
    const { deliveryId, driverId, point } = await assigned();
    const waiting = await engine.order(north(point, 100));
    expect(waiting.state).toBe('PENDING');
    await fail(deliveryId, driverId);
    expect(await engine.delivery(waiting.deliveryId)).toMatchObject({ state: 'ASSIGNED', driverId });
    expect((await engine.row(driverId)).status).toBe('BUSY');
  });

  it('sets the driver OFFLINE by a cancellation after the heartbeat has expired', async () => {
    const { submissionKey, driverId, point } = await assigned();
    await engine.query(
      `UPDATE driver_dispatch.drivers SET seen_at = now() - interval '1 hour' WHERE id = $1`,
      [driverId],
    );
    await cancel(submissionKey);
    expect((await engine.row(driverId)).status).toBe('OFFLINE');
    expect((await engine.order(point)).state).toBe('PENDING');
  });

  it('sets a deactivated driver OFFLINE', async () => {
    const { deliveryId, driverId } = await assigned();
    await engine.operate('DELETE', `/v1/drivers/${driverId}`);
    expect((await engine.row(driverId)).status).toBe('BUSY');
    await pickUp(deliveryId, driverId);
    await complete(deliveryId, driverId);
    expect((await engine.row(driverId)).status).toBe('OFFLINE');
  });

  it('may end the shift', async () => {
    const { deliveryId, driverId, point } = await assigned();
    const waiting = await engine.order(point);
    await engine.drivers.fail({ deliveryId, driverId, code: 'vehicle_breakdown', endShift: true });
    expect((await engine.row(driverId)).status).toBe('OFFLINE');
    expect((await engine.delivery(waiting.deliveryId)).state).toBe('PENDING');
  });

  it('updates the location that the next search uses', async () => {
    const { deliveryId, driverId, point } = await assigned();
    await pickUp(deliveryId, driverId);
    const there = north(point, 20_000);
    await engine.drivers.complete({ deliveryId, driverId, proof, point: there });
    expect((await engine.order(point)).state).toBe('PENDING');
    const { deliveryId: next } = await engine.order(there);
    expect(await engine.delivery(next)).toMatchObject({
      driverId,
      assignments: [{ distanceMetres: expect.closeTo(0, 0) }],
    });
  });
});

describe('a cancellation', () => {
  it('ends a waiting delivery, which is not assigned any more', async () => {
    const point = nextPoint();
    const { submissionKey, deliveryId } = await engine.order(point);
    await expect(cancel(submissionKey, 'Sold out')).resolves.toMatchObject({
      deliveryId,
      state: 'CANCELLED',
      sequence: 1,
      duplicate: false,
    });
    await engine.driverAt('idle-after-cancel', point);
    const delivery = await engine.delivery(deliveryId);
    expect(delivery).toMatchObject({ state: 'CANCELLED', driverId: null });
    expect(delivery.events[1]).toMatchObject({ actor: 'vendure', data: { reason: 'Sold out' } });
    expect((await engine.row('idle-after-cancel')).status).toBe('AVAILABLE');
  });

  it('releases the driver of an assigned delivery for the waiting order', async () => {
    const { submissionKey, driverId, point } = await assigned();
    const waiting = await engine.order(point);
    await expect(cancel(submissionKey)).resolves.toMatchObject({ state: 'CANCELLED', sequence: 2 });
    expect(await engine.delivery(waiting.deliveryId)).toMatchObject({ state: 'ASSIGNED', driverId });
  });

  it('is refused after the pickup', async () => {
    const { submissionKey, deliveryId, driverId } = await assigned();
    await pickUp(deliveryId, driverId);
    await expect(cancel(submissionKey)).rejects.toEqual(refused('illegal_transition', 'PICKED_UP'));
    await complete(deliveryId, driverId);
    await expect(cancel(submissionKey)).rejects.toEqual(refused('illegal_transition', 'DELIVERED'));
  });

  it('is stored when it arrives before the order', async () => {
    const point = nextPoint();
    await engine.driverAt('not-assigned', point);
    const order = readyOrder(point);
    const { submissionKey } = order;
    const first = await cancel(submissionKey);
    expect(first).toMatchObject({ state: 'CANCELLED', sequence: 1, duplicate: false });
    const receipt = await engine.submit(order);
    expect(receipt).toMatchObject({ deliveryId: first.deliveryId, state: 'CANCELLED', duplicate: true });
    expect((await engine.row('not-assigned')).status).toBe('AVAILABLE');
  });

  it('is applied once when repeated', async () => {
    const { submissionKey, deliveryId } = await assigned();
    const answers = await Promise.all(Array.from({ length: 5 }, () => cancel(submissionKey)));
    expect(answers.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
    const { events } = await engine.delivery(deliveryId);
    expect(events.filter(({ type }: any) => type === 'delivery.cancelled')).toHaveLength(1);
  });

  it('has one legal outcome when it races with a pickup', async () => {
    for (let round = 0; round < 10; round++) {
      const { submissionKey, deliveryId, driverId } = await assigned();
      const outcomes = await Promise.allSettled([cancel(submissionKey), pickUp(deliveryId, driverId)]);
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const { state } = await engine.delivery(deliveryId);
      const { status } = await engine.row(driverId);
      expect(['CANCELLED AVAILABLE', 'PICKED_UP BUSY']).toContain(`${state} ${status}`);
    }
  });

  it('leaves no driver BUSY when it races with the order', async () => {
    for (let round = 0; round < 10; round++) {
      const point = nextPoint();
      const driverId = `race-${round}`;
      await engine.driverAt(driverId, point);
      const order = readyOrder(point);
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

describe('GET /v1/deliveries', () => {
  it('lists deliveries newest first, in pages and by state', async () => {
    const first = await engine.order(nextPoint());
    const second = await engine.order(nextPoint());
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

describe('the delivery PIN', () => {
  const PIN = '471100';

  /** Creates a picked up delivery with a delivery PIN. */
  async function pickedUp() {
    const point = nextPoint();
    const driverId = `driver-${++driverCount}`;
    await engine.driverAt(driverId, point);
    const dropoff = { ...readyOrder(point).dropoff, deliveryPin: PIN };
    const { deliveryId } = await engine.order(point, { dropoff });
    await pickUp(deliveryId, driverId);
    /** Enters a PIN. Returns the new state, or the error code and the number of attempts left. */
    const enterPin = (pin: string) =>
      engine.drivers
        .complete({ deliveryId, driverId, proof: { kind: 'pin', pin } })
        .then(({ state }) => state as string)
        .catch(({ code, details }: DispatchError) =>
          [code, details?.attemptsLeft].filter((part) => part !== undefined).join(' '),
        );
    return { deliveryId, driverId, enterPin };
  }

  it('is the only accepted proof and is locked after five failed PIN attempts', async () => {
    const { deliveryId, driverId, enterPin } = await pickedUp();
    await expect(complete(deliveryId, driverId)).rejects.toMatchObject({ code: 'proof_refused' });
    expect(await enterPin('1')).toBe('proof_refused 4');
    // A repeated request, as after a lost response, is not counted.
    expect(await enterPin('1')).toBe('proof_refused 4');
    for (const pin of ['2', '3', '4']) {
      await enterPin(pin);
    }
    expect(await enterPin('5')).toBe('proof_refused 0');
    expect(await enterPin('5')).toBe('proof_locked');
    expect(await enterPin(PIN)).toBe('proof_locked');
    expect(await engine.delivery(deliveryId)).toMatchObject({ state: 'PICKED_UP', sequence: 2 });
    const reset = `/v1/deliveries/${deliveryId}/reset-failed-pin-attempts`;
    expect((await engine.operate('POST', reset, {})).status).toBe(400);
    expect((await engine.operate('POST', reset, { operator: 'Grace' })).status).toBe(200);
    expect(await enterPin('5')).toBe('proof_refused 4');
    expect(await enterPin(PIN)).toBe('DELIVERED');
    expect(await enterPin(PIN)).toBe('DELIVERED');
    const record = await engine.delivery(deliveryId);
    expect(record.events.at(-1)).toMatchObject({
      type: 'delivery.delivered',
      data: { proof: { kind: 'pin' } },
    });
    expect(JSON.stringify(record)).not.toContain(PIN);
  });

  it('is not in operator replies, which contain only fields of the contract', async () => {
    const { deliveryId } = await pickedUp();
    const { events, assignments, messages, offers, ...record } = await engine.delivery(deliveryId);
    expect([messages, offers]).toEqual([[], []]);
    const lists = { events: true, assignments: true, messages: true, offers: true } as const;
    expect(Object.keys(record).sort()).toEqual(Object.keys(deliveryRecordSchema.omit(lists).shape).sort());
    z.array(timelineEntrySchema.strict()).parse(events);
    z.array(assignmentRecordSchema.strict()).parse(assignments);
    const { failedPinAttempts: _reset, pinLockedUntil: _locked, ...listed } = record;
    const { deliveries } = (await engine.get('/v1/deliveries?take=500')).body;
    expect(deliveries.find(({ id }: any) => id === deliveryId)).toEqual(listed);
  });

  it('is not in replies to the driver app or in driver records', async () => {
    const { deliveryId, driverId } = await pickedUp();
    // DriverAppClient would drop fields that are not in the contract.
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
    expect(JSON.stringify([replies, read])).not.toContain(`"${PIN}"`);
  });

  it('is accepted again after the lock has expired', async () => {
    const { deliveryId, enterPin } = await pickedUp();
    for (const pin of ['1', '2', '3', '4', '5']) {
      await enterPin(pin);
    }
    const setLastFailureAgo = (seconds: number) =>
      engine.query(
        'UPDATE driver_dispatch.deliveries SET last_failed_pin_at = now() - make_interval(secs => $2) WHERE id = $1',
        [deliveryId, seconds],
      );
    await setLastFailureAgo(880);
    expect(await enterPin(PIN)).toBe('proof_locked');
    await setLastFailureAgo(901);
    expect(await engine.delivery(deliveryId)).toMatchObject({ failedPinAttempts: 0, pinLockedUntil: null });
    expect(await enterPin('5')).toBe('proof_refused 4');
    expect(await enterPin(PIN)).toBe('DELIVERED');
  });

  it('counts concurrent failed PIN attempts', async () => {
    const { deliveryId, enterPin } = await pickedUp();
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => enterPin(String(i))));
    expect(answers.filter((answer) => answer.startsWith('proof_refused'))).toHaveLength(5);
    expect(answers.filter((answer) => answer === 'proof_locked')).toHaveLength(15);
    expect((await engine.delivery(deliveryId)).failedPinAttempts).toBe(5);
  });

  it('is not required to fail the delivery', async () => {
    const { deliveryId, driverId } = await pickedUp();
    await expect(fail(deliveryId, driverId)).resolves.toMatchObject({ state: 'FAILED' });
  });
});
