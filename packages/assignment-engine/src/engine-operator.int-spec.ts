import { randomUUID } from 'node:crypto';
import {
  DispatchError,
  httpOperator,
  type DriverFilter,
  type EngineOperator,
} from '@driver-dispatch/contract';
import { inProcessOperator } from './in-process-operator';
import { DriverDevice } from './testing/driver-device';
import { nextPoint } from './testing/points';
import { createCancellation, eventually, readyOrder, type TestEngine } from './testing/test-engine';
import { useTestServers } from './testing/test-servers';

const servers = useTestServers();
let engine: TestEngine;

beforeAll(async () => {
  engine = await servers.engine({
    outbox: { retryDelaysSeconds: [600] },
    assignment: { reassignment: true },
  });
});

const operators: [string, () => EngineOperator & { close?(): void }][] = [
  ['over HTTP', () => httpOperator({ url: engine.url, key: engine.keys.operator[0]! })],
  ['in the process', () => inProcessOperator(engine.running.application)],
];

describe.each(operators)('the operator API %s', (how, connect) => {
  /** An id that is unique for each transport. */
  const my = (id: string) => `${id}-${how.length}`;
  let operator: ReturnType<typeof connect>;
  beforeAll(() => (operator = connect()));
  afterAll(() => operator.close?.());

  const code = (promise: Promise<unknown>) =>
    promise.then(
      () => 'ok',
      (error: DispatchError) => error.code,
    );

  describe('for drivers', () => {
    const ada = { driverId: my('ada'), name: 'Ada Möller', phone: '030', channels: [my('channel')] };

    it('creates a driver and refuses a second one with the same id', async () => {
      expect(await operator.createDriver({ ...ada, vehicle: { kind: 'BICYCLE' } })).toEqual({
        id: ada.driverId,
        name: ada.name,
        phone: '030',
        vehicle: { kind: 'BICYCLE' },
        channels: ada.channels,
        tags: [],
        loadCapacityGrams: null,
        workingHours: [],
        erasedAt: null,
        active: true,
        status: 'OFFLINE',
        statusSince: expect.any(String),
        channelsSince: expect.any(String),
        holdSince: null,
        point: null,
        locationAt: null,
        seenAt: null,
        deliveryId: null,
        createdAt: expect.any(String),
        updatedAt: expect.any(String),
      });
      await expect(operator.createDriver({ ...ada, name: 'Eve' })).rejects.toMatchObject({
        code: 'already_exists',
        details: { driverId: ada.driverId },
      });
      expect((await operator.driver(ada.driverId)).name).toBe(ada.name);
    });

    it('edits a driver, sets the status and deactivates', async () => {
      const edited = await operator.editDriver(ada.driverId, { name: 'Ada', channels: [my('channel'), 'x'] });
      expect(edited).toMatchObject({ name: 'Ada', phone: '030', channels: [my('channel'), 'x'] });
      expect((await operator.setDriverStatus(ada.driverId, { status: 'AVAILABLE' })).status).toBe(
        'AVAILABLE',
      );
      expect(await operator.editDriver(ada.driverId, { active: false })).toMatchObject({
        active: false,
        status: 'OFFLINE',
      });
      expect(await code(operator.setDriverStatus(ada.driverId, { status: 'AVAILABLE' }))).toBe(
        'driver_inactive',
      );
      expect((await operator.statusHistory(ada.driverId)).map(({ reason }) => reason)).toEqual([
        'deactivated',
        'operator',
        'edited',
        'registered',
      ]);
    });

    it('returns codes for invalid requests and unknown drivers', async () => {
      expect(await code(operator.driver(my('unknown')))).toBe('not_found');
      expect(await code(operator.editDriver(my('unknown'), { name: 'N' }))).toBe('not_found');
      expect(await code(operator.editDriver(ada.driverId, {}))).toBe('invalid_message');
      expect(await code(operator.createDriver({ ...ada, driverId: '../x' }))).toBe('invalid_message');
      expect(await code(operator.findDrivers({ take: 1001 }))).toBe('invalid_message');
    });

    it('filters, sorts and paginates drivers', async () => {
      const channels = [my('many')];
      for (const [id, name] of [
        ['1', 'Cem'],
        ['2', "O'Neill"],
        ['3', 'Ben'],
        ['4', '100%'],
      ] as const) {
        await operator.createDriver({ driverId: my(`d${id}`), name, channels });
      }
      await operator.editDriver(my('d3'), { phone: '0171' });
      const query = { channelId: my('many') };
      const names = async (more: object) =>
        (await operator.findDrivers({ ...query, ...more })).drivers.map(({ name }) => name);
      const where = (field: string, op: string, value: unknown, not = false) => ({
        filter: { field, operator: op, value, not },
      });

      expect(await names({})).toEqual(['Cem', "O'Neill", 'Ben', '100%']);
      expect(await names({ sort: [{ field: 'name', order: 'DESC' }] })).toEqual([
        "O'Neill",
        'Cem',
        'Ben',
        '100%',
      ]);
      expect(await operator.findDrivers({ ...query, take: 1, skip: 2 })).toMatchObject({
        total: 4,
        drivers: [{ name: 'Ben' }],
      });
      expect(await names(where('name', 'contains', "o'N"))).toEqual(["O'Neill"]);
      expect(await names(where('name', 'contains', '%'))).toEqual(['100%']);
      expect(await names(where('name', 'in', ['Cem', 'Ben']))).toEqual(['Cem', 'Ben']);
      expect(await names(where('name', 'eq', 'Cem', true))).toEqual(["O'Neill", 'Ben', '100%']);
      expect(await names(where('phone', 'isNull', true))).toEqual(['Cem', "O'Neill", '100%']);
      expect(await names(where('phone', 'contains', '0', true))).toEqual(['Cem', "O'Neill", '100%']);
      expect(await names(where('active', 'eq', false))).toEqual([]);
      expect(await names(where('servesEveryChannel', 'eq', false))).toHaveLength(4);
      await operator.createDriver({ driverId: my('everywhere'), name: 'E', channels: [] });
      const everywhere = await operator.findDrivers({
        filter: {
          all: [
            where('servesEveryChannel', 'eq', true).filter as DriverFilter,
            where('id', 'eq', my('everywhere')).filter as DriverFilter,
          ],
        },
        take: 0,
      });
      expect(everywhere).toMatchObject({ total: 1, drivers: [] });
      expect(await names(where('createdAt', 'before', '2020-01-01T00:00:00Z'))).toEqual([]);
      expect(await names(where('createdAt', 'after', '2020-01-01T00:00:00Z'))).toHaveLength(4);
      const either = [where('name', 'eq', 'Cem').filter, where('phone', 'eq', '0171').filter];
      expect(await names({ filter: { any: either } })).toEqual(['Cem', 'Ben']);
      expect(await names({ filter: { all: either } })).toEqual([]);
      expect(await names({ filter: { any: [] } })).toEqual([]);
    });

    it('lists the fleet with locations, by channel', async () => {
      const here = nextPoint();
      await engine.driverAt(my('seen'), here, [my('road')]);
      await engine.driverAt(my('seen-too'), here, [my('road')]);
      await engine.driverAt(my('elsewhere'), here, []);
      const { drivers, truncated } = await operator.fleet({ channelId: my('road') });
      expect(drivers).toMatchObject([
        { id: my('seen'), status: 'AVAILABLE', point: here, deliveryId: null },
        { id: my('seen-too') },
      ]);
      expect(truncated).toBe(false);
      expect(await operator.fleet({ channelId: my('road'), take: 1 })).toMatchObject({
        drivers: [{ id: my('seen') }],
        truncated: true,
      });
      expect((await operator.fleet({})).drivers.map(({ id }) => id)).toContain(my('elsewhere'));
    });
  });

  describe('for deliveries', () => {
    const far = (point: { lat: number; lon: number }) => ({ lat: point.lat + 1, lon: point.lon });

    it('returns the candidates of an assignment', async () => {
      const here = nextPoint();
      await engine.driverAt(my('near'), here);
      await engine.driverAt(my('farther'), { ...here, lat: here.lat + 0.00005 });
      const { deliveryId } = await engine.order(here);
      const record = await operator.delivery(deliveryId);
      expect(record).toMatchObject({ id: deliveryId, state: 'ASSIGNED', driverId: my('near') });
      expect(record.events.map(({ type }) => type)).toEqual(['delivery.accepted', 'delivery.assigned']);
      expect(record.assignments).toMatchObject([
        {
          driverId: my('near'),
          driverName: `Driver ${my('near')}`,
          operator: null,
          releasedAt: null,
          candidates: [
            { driverId: my('near'), outcome: 'CHOSEN', statusAtAssignment: 'AVAILABLE', distanceMetres: 0 },
            { driverId: my('farther'), outcome: 'FARTHER', statusAtAssignment: 'AVAILABLE' },
          ],
        },
      ]);
      expect((await operator.driver(my('near'))).deliveryId).toBe(deliveryId);
      expect(await code(operator.delivery('no-uuid'))).toBe('invalid_message');
      expect(await code(operator.delivery('00000000-0000-4000-8000-000000000000'))).toBe('not_found');
    });

    it('assigns a distant driver manually, and repeats as a duplicate', async () => {
      const here = nextPoint();
      const { deliveryId, state } = await engine.order(here);
      expect(state).toBe('PENDING');
      await engine.driverAt(my('chosen'), far(here));
      const choice = { driverId: my('chosen'), operator: 'ops@example.com' };
      expect(await operator.assignManually(deliveryId, choice)).toMatchObject({
        state: 'ASSIGNED',
        duplicate: false,
      });
      expect(await operator.assignManually(deliveryId, choice)).toMatchObject({ duplicate: true });
      const { assignments, events } = await operator.delivery(deliveryId);
      expect(assignments).toMatchObject([
        { driverId: my('chosen'), source: 'OPERATOR', operator: 'ops@example.com' },
      ]);
      expect(events).toHaveLength(2);
      const { status, task } = await engine.drivers.heartbeat(my('chosen'));
      expect([status, task?.deliveryId]).toEqual(['BUSY', deliveryId]);
    });

    it('explains why a driver is ineligible', async () => {
      const here = nextPoint();
      const { deliveryId } = await engine.order(here, { channelId: my('only') });
      const choose = (driverId: string) => operator.assignManually(deliveryId, { driverId, operator: 'Ops' });
      const reason = (driverId: string) =>
        choose(driverId).then(
          () => 'ok',
          (error: DispatchError) => `${error.code}: ${String(error.details?.reason)}`,
        );
      await operator.createDriver({ driverId: my('off'), name: 'Off' });
      expect(await reason(my('off'))).toBe('driver_unavailable: offline');
      await operator.setDriverStatus(my('off'), { status: 'AVAILABLE' });
      expect(await reason(my('off'))).toBe('driver_unavailable: no_location');
      await engine.driverAt(my('other-channel'), far(here), ['another']);
      expect(await reason(my('other-channel'))).toBe('driver_unavailable: other_channel');
      await engine.query(
        `UPDATE driver_dispatch.drivers SET seen_at = now() - interval '1 hour' WHERE id = $1`,
        [my('other-channel')],
      );
      await operator.editDriver(my('other-channel'), { channels: [] });
      expect(await reason(my('other-channel'))).toBe('driver_unavailable: no_heartbeat');
      await operator.editDriver(my('other-channel'), { active: false });
      expect(await reason(my('other-channel'))).toBe('driver_unavailable: deactivated');
      expect(await code(choose(my('unknown')))).toBe('not_found');
      expect((await operator.delivery(deliveryId)).state).toBe('PENDING');
    });

    it('assigns each delivery and each driver once under concurrent requests', async () => {
      const here = nextPoint();
      const [first, second] = [await engine.order(here), await engine.order(here)];
      const drivers = [my('left'), my('right')];
      for (const driverId of drivers) {
        await engine.driverAt(driverId, far(here));
      }
      /** Retries while the driver or delivery is locked by a concurrent request, which may roll back. */
      const choose = (order: { deliveryId: string }, driverId: string): Promise<string> =>
        operator.assignManually(order.deliveryId, { driverId, operator: 'Ops' }).then(
          () => 'ok',
          ({ code, details }: DispatchError) =>
            details?.reason === 'locked' ? choose(order, driverId) : code,
        );
      const outcomes = await Promise.all([
        choose(first, drivers[0]!),
        choose(first, drivers[1]!),
        choose(second, drivers[0]!),
        choose(second, drivers[1]!),
      ]);
      expect(outcomes.filter((outcome) => outcome === 'ok')).toHaveLength(2);
      const held = await engine.query(
        `SELECT delivery_id, driver_id FROM driver_dispatch.assignments
         WHERE driver_id = ANY ($1) AND released_at IS NULL`,
        [drivers],
      );
      expect(new Set(held.map((row) => row.delivery_id)).size).toBe(2);
      expect(new Set(held.map((row) => row.driver_id)).size).toBe(2);
    });

    it('reassigns a delivery until the pickup, and repeats as a duplicate', async () => {
      const here = nextPoint();
      await engine.driverAt(my('before'), here);
      const { deliveryId } = await engine.order(here);
      await engine.driverAt(my('after'), far(here));
      const choice = { driverId: my('after'), fromDriverId: my('before'), operator: 'ops@example.com' };
      expect(await operator.reassign(deliveryId, choice)).toMatchObject({
        state: 'ASSIGNED',
        sequence: 2,
        duplicate: false,
      });
      expect(await operator.reassign(deliveryId, choice)).toMatchObject({ sequence: 2, duplicate: true });
      const { assignments, events, driverId } = await operator.delivery(deliveryId);
      expect(driverId).toBe(my('after'));
      expect(assignments).toMatchObject([
        { driverId: my('before'), operator: null, releasedAt: expect.any(String) },
        { driverId: my('after'), source: 'OPERATOR', operator: 'ops@example.com', releasedAt: null },
      ]);
      expect(events[2]).toMatchObject({ type: 'delivery.reassigned', actor: 'operator:ops@example.com' });
      const history = async (id: string) => (await operator.statusHistory(my(id)))[0];
      expect(await history('before')).toMatchObject({ status: 'AVAILABLE', reason: 'reassigned' });
      expect(await history('after')).toMatchObject({ status: 'BUSY', reason: 'assigned' });

      const back = { driverId: my('before'), fromDriverId: my('after'), operator: 'Ops' };
      const elsewhere = { ...back, driverId: my('third'), fromDriverId: my('before') };
      await engine.driverAt(my('third'), far(here));
      expect(await code(operator.reassign(deliveryId, elsewhere))).toBe('driver_changed');
      await engine.drivers.pickUp({ deliveryId, driverId: my('after') });
      expect(await code(operator.reassign(deliveryId, back))).toBe('illegal_transition');
    });

    it('refuses to reassign waiting or unknown deliveries, or to ineligible drivers', async () => {
      const here = nextPoint();
      const waiting = await engine.order(here);
      const choice = { driverId: my('other'), fromDriverId: my('gone'), operator: 'Ops' };
      expect(await code(operator.reassign(waiting.deliveryId, choice))).toBe('illegal_transition');
      await engine.driverAt(my('current'), here, []);
      await engine.driverAt(my('wrong-channel'), far(here), ['another']);
      const move = (driverId: string) =>
        code(
          operator.reassign(waiting.deliveryId, { driverId, fromDriverId: my('current'), operator: 'Ops' }),
        );
      expect(await move(my('wrong-channel'))).toBe('driver_unavailable');
      expect(await move(my('unregistered'))).toBe('not_found');
      const nowhere = '00000000-0000-4000-8000-000000000000';
      expect(await code(operator.reassign(nowhere, choice))).toBe('not_found');
      expect(await code(operator.reassign('no-uuid', choice))).toBe('invalid_message');
      expect(await operator.delivery(waiting.deliveryId)).toMatchObject({
        driverId: my('current'),
        sequence: 1,
      });
    });

    it('resets the failed PIN attempts and records the operator in an event', async () => {
      const here = nextPoint();
      const driverId = my('guesser');
      await engine.driverAt(driverId, here);
      const dropoff = { ...readyOrder(here).dropoff, deliveryPin: '471100' };
      const { deliveryId } = await engine.order(here, { dropoff });
      await engine.drivers.pickUp({ deliveryId, driverId });
      for (const pin of ['1', '2', '3', '4', '5']) {
        const proof = { kind: 'pin', pin } as const;
        expect(await code(engine.drivers.complete({ deliveryId, driverId, proof }))).toBe('proof_refused');
      }
      const record = await operator.delivery(deliveryId);
      expect(record).toMatchObject({ state: 'PICKED_UP', sequence: 2, failedPinAttempts: 5 });
      expect((Date.parse(record.pinLockedUntil!) - Date.now()) / 60_000).toBeCloseTo(15, 0);
      expect(JSON.stringify(record)).not.toContain('471100');
      const by = { operator: 'Grace' };
      expect(await operator.resetFailedPinAttempts(deliveryId, by)).toMatchObject({
        duplicate: false,
        sequence: 3,
      });
      expect(await operator.resetFailedPinAttempts(deliveryId, by)).toMatchObject({
        duplicate: true,
        sequence: 3,
      });
      const reset = await operator.delivery(deliveryId);
      expect(reset).toMatchObject({ state: 'PICKED_UP', failedPinAttempts: 0, pinLockedUntil: null });
      expect(reset.events.at(-1)).toMatchObject({
        type: 'delivery.pin_attempts_reset',
        actor: 'operator:Grace',
        data: by,
      });
      expect(await code(operator.resetFailedPinAttempts(deliveryId, { operator: '' }))).toBe(
        'invalid_message',
      );
      const nowhere = '00000000-0000-4000-8000-000000000000';
      expect(await code(operator.resetFailedPinAttempts(nowhere, by))).toBe('not_found');
    });

    it('sends messages to the driver, and records who has read those of the driver', async () => {
      const here = nextPoint();
      const driverId = my('correspondent');
      await engine.driverAt(driverId, here);
      const { deliveryId } = await engine.order(here);
      const sent = await operator.sendMessage(deliveryId, {
        text: ' Use the rear door. ',
        operator: 'Grace',
      });
      expect(sent).toEqual({
        messageId: expect.any(String),
        driverId,
        operator: 'Grace',
        text: 'Use the rear door.',
        sentAt: expect.any(String),
        readAt: null,
        readBy: null,
      });
      const device = await DriverDevice.signIn(engine, driverId);
      const messageId = randomUUID();
      await device.request('POST', `deliveries/${deliveryId}/messages`, { messageId, text: 'Done' });
      const read = { messageIds: [messageId, sent.messageId], operator: 'Ops' };
      expect(await operator.readMessages(deliveryId, read)).toBe(1);
      expect(await operator.readMessages(deliveryId, read)).toBe(0);
      const answer = { messageId, operator: null, text: 'Done', readAt: expect.any(String), readBy: 'Ops' };
      expect((await operator.delivery(deliveryId)).messages).toMatchObject([sent, answer]);
      const long = { text: 'x'.repeat(501), operator: 'Grace' };
      expect(await code(operator.sendMessage(deliveryId, long))).toBe('invalid_message');
      const nowhere = '00000000-0000-4000-8000-000000000000';
      expect(await code(operator.sendMessage(nowhere, { text: 'Hi', operator: 'Grace' }))).toBe('not_found');
    });

    it('refuses to assign a cancelled delivery, and retries a waiting one at once', async () => {
      const here = nextPoint();
      const { deliveryId, submissionKey } = await engine.order(here);
      expect(await operator.retryDelivery(deliveryId)).toMatchObject({ state: 'PENDING', duplicate: false });
      await engine.send(createCancellation(submissionKey));
      await engine.driverAt(my('late'), here);
      const choice = { driverId: my('late'), operator: 'Ops' };
      expect(await code(operator.assignManually(deliveryId, choice))).toBe('illegal_transition');
      expect(await operator.retryDelivery(deliveryId)).toMatchObject({ state: 'CANCELLED', duplicate: true });
    });
  });

  it('lists the dead letters of a channel and resends them', async () => {
    const channelId = my('dead');
    engine.sink.before = ({ data }) => {
      if (data.channelId === channelId) {
        throw new DispatchError('idempotency_conflict', 'Contents differ');
      }
    };
    const { deliveryId, submissionKey } = await engine.order(nextPoint(), { channelId });
    await engine.send(createCancellation(submissionKey));
    const { deadLetters } = await eventually(
      () => operator.deadLetters({ channelId }),
      ({ total }) => total === 1,
    );
    expect(deadLetters).toMatchObject([
      {
        deliveryId,
        submissionKey,
        channelId,
        type: 'delivery.cancelled',
        sequence: 1,
        attempts: 1,
        lastError: { code: 'idempotency_conflict', message: 'Contents differ' },
      },
    ]);
    expect((await operator.deadLetters({ channelId: my('other') })).total).toBe(0);
    expect(await operator.webhookEndpoint()).toMatchObject({ state: 'active', deadLetters: 1 });
    expect(
      (
        await eventually(
          () => operator.alerts(),
          ({ length }) => length > 0,
        )
      )[0]!.type,
    ).toBe('dead_letter.added');
    engine.sink.before = () => undefined;
    expect(await operator.replayDeadLetters({ eventId: deadLetters[0]!.eventId })).toBe(1);
    await eventually(
      () => engine.sink.typesOf(submissionKey),
      (types) => types.length === 1,
    );
    expect((await operator.deadLetters({ channelId })).total).toBe(0);
    expect((await operator.resumeWebhookEndpoint()).state).toBe('active');
  });
});

describe('an engine without the reassignment option', () => {
  it('refuses to reassign', async () => {
    const plain = await servers.engine({});
    const here = nextPoint();
    await plain.driverAt('current', here);
    const { deliveryId } = await plain.order(here);
    await plain.driverAt('next', here);
    const choice = { driverId: 'next', fromDriverId: 'current', operator: 'Ops' };
    const operator = httpOperator({ url: plain.url, key: plain.keys.operator[0]! });
    for (const port of [operator, inProcessOperator(plain.running.application)]) {
      await expect(port.reassign(deliveryId, choice)).rejects.toMatchObject({
        code: 'reassignment_disabled',
        status: 409,
      });
    }
    operator.close();
    expect((await plain.delivery(deliveryId)).driverId).toBe('current');
  });
});

describe('an operator with a wrong key', () => {
  it('is refused', async () => {
    const unauthorized = httpOperator({ url: engine.url, key: 'a-wrong-operator-key-of-some-length' });
    await expect(unauthorized.findDrivers({})).rejects.toMatchObject({ code: 'unauthorized' });
    await expect(unauthorized.fleet({})).rejects.toMatchObject({ code: 'unauthorized' });
    unauthorized.close();
  });
});
