import {
  httpOperator,
  type HttpOperator,
  type DispatchError,
  type EngineOperator,
} from '@driver-dispatch/contract';
import { inProcessOperator } from '../in-process-operator';
import { nextPoint } from '../testing/points';
import { eventually, readyOrder, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';

const servers = useTestServers();
let engine: TestEngine;
let operators: Record<'http' | 'in-process', EngineOperator>;
let cases = 0;

beforeAll(async () => {
  engine = await servers.engine();
  const http = httpOperator({ url: engine.url, key: engine.keys.operator[0]! });
  operators = { http, 'in-process': inProcessOperator(engine.running.application) };
});

afterAll(() => (operators.http as HttpOperator).close());

const by = { reason: 'Phone is dead', operator: 'ops@example.com' };
const getCode = (promise: Promise<unknown>) =>
  promise.then(
    () => 'ok',
    (error: DispatchError) => error.code,
  );

/** Creates a delivery in a state. ASSIGNED and PICKED_UP deliveries have a driver. */
async function open(state: 'PENDING' | 'ASSIGNED' | 'PICKED_UP', dropoff = {}) {
  const point = nextPoint();
  const driverId = `ends-${++cases}`;
  if (state !== 'PENDING') {
    await engine.driverAt(driverId, point);
  }
  const data = readyOrder(point).dropoff;
  const { deliveryId, submissionKey } = await engine.order(point, { dropoff: { ...data, ...dropoff } });
  if (state === 'PICKED_UP') {
    await engine.drivers.pickUp({ deliveryId, driverId });
  }
  return { deliveryId, submissionKey, driverId, point };
}

describe.each(['http', 'in-process'] as const)('endDelivery by the %s operator', (transport) => {
  const end: EngineOperator['endDelivery'] = (...input) => operators[transport].endDelivery(...input);

  it.each([
    ['PENDING', 'DELIVERED', 'DELIVERED'],
    ['PENDING', 'FAILED', 'FAILED'],
    ['ASSIGNED', 'DELIVERED', 'DELIVERED'],
    ['ASSIGNED', 'FAILED', 'FAILED'],
    ['PICKED_UP', 'DELIVERED', 'DELIVERED'],
    ['PICKED_UP', 'FAILED', 'FAILED'],
    ['PICKED_UP', 'RETURNED_TO_STORE', 'FAILED'],
  ] as const)('ends a %s delivery as %s', async (from, outcome, state) => {
    const { deliveryId, submissionKey } = await open(from);
    expect(await end(deliveryId, { outcome, ...by })).toMatchObject({ state, duplicate: false });
    expect(await end(deliveryId, { outcome, ...by })).toMatchObject({ state, duplicate: true });
    const { events } = await operators[transport].delivery(deliveryId);
    expect(events.at(-1)!.actor).toBe('operator:ops@example.com');
    const sent = await eventually(
      () => engine.sink.events.filter(({ data }) => data.submissionKey === submissionKey),
      (seen) => seen.at(-1)?.data.state === state,
    );
    const { operator, reason } = by;
    expect(sent.at(-1)!.data).toMatchObject(
      state === 'DELIVERED'
        ? { operator, proof: { kind: 'dispatcher', reason } }
        : { operator, code: outcome === 'FAILED' ? 'other' : 'returned_to_store', note: reason },
    );
  });

  it('releases the driver, who is matched with the next waiting order', async () => {
    const { deliveryId, driverId, point } = await open('PICKED_UP');
    const waiting = await engine.order(point);
    expect(waiting.state).toBe('PENDING');
    await end(deliveryId, { outcome: 'RETURNED_TO_STORE', ...by });
    expect(await engine.untilState(waiting.deliveryId, 'ASSIGNED')).toMatchObject({ driverId });
  });

  it('sets a driver with an expired heartbeat OFFLINE', async () => {
    const { deliveryId, driverId } = await open('PICKED_UP');
    await engine.query(
      `UPDATE driver_dispatch.drivers SET seen_at = now() - interval '1 day' WHERE id = $1`,
      [driverId],
    );
    await end(deliveryId, { outcome: 'FAILED', ...by });
    expect((await engine.row(driverId)).status).toBe('OFFLINE');
    expect((await engine.drivers.heartbeat(driverId)).statusReason).toBe('heartbeat_expired');
  });

  it('makes later requests of the driver fail with the state', async () => {
    const { deliveryId, driverId } = await open('PICKED_UP');
    await end(deliveryId, { outcome: 'RETURNED_TO_STORE', ...by });
    const proof = { kind: 'in_person', receivedBy: 'Grace' } as const;
    const refused = { code: 'illegal_transition', status: 409, details: { state: 'FAILED' } };
    await expect(engine.drivers.complete({ deliveryId, driverId, proof })).rejects.toMatchObject(refused);
    await expect(engine.drivers.pickUp({ deliveryId, driverId })).rejects.toMatchObject(refused);
  });

  it('needs no delivery PIN', async () => {
    const { deliveryId } = await open('PICKED_UP', { deliveryPin: '471100' });
    expect(await end(deliveryId, { outcome: 'DELIVERED', ...by })).toMatchObject({ state: 'DELIVERED' });
  });

  it('requires a reason and refuses an ended delivery', async () => {
    const { deliveryId } = await open('PICKED_UP');
    expect(await getCode(end(deliveryId, { outcome: 'FAILED', ...by, reason: '' }))).toBe('invalid_message');
    await end(deliveryId, { outcome: 'FAILED', ...by });
    expect(await getCode(end(deliveryId, { outcome: 'DELIVERED', ...by }))).toBe('illegal_transition');
    expect(await getCode(end('00000000-0000-4000-8000-000000000000', { outcome: 'FAILED', ...by }))).toBe(
      'not_found',
    );
  });
});

it('refuses a driver who uses the proof of a dispatcher or completes before the pickup', async () => {
  const { deliveryId, driverId } = await open('PICKED_UP');
  const proof = { kind: 'dispatcher', reason: 'I say so' } as never;
  expect(await getCode(engine.drivers.complete({ deliveryId, driverId, proof }))).toBe('invalid_message');
  const assigned = await open('ASSIGNED');
  const inPerson = { kind: 'in_person', receivedBy: 'Grace' } as const;
  expect(await getCode(engine.drivers.complete({ ...assigned, proof: inPerson }))).toBe('illegal_transition');
});
