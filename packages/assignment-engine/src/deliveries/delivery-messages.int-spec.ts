import { randomUUID } from 'node:crypto';
import { DriverDevice } from '../testing/driver-device';
import { nextPoint } from '../testing/points';
import type { TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';

const servers = useTestServers();
const devices: DriverDevice[] = [];
let engine: TestEngine;
let drivers = 0;

beforeAll(async () => {
  engine = await servers.engine({ assignment: { reassignment: true } });
});
afterEach(() => devices.splice(0).forEach((device) => device.close()));

/** A signed-in driver with an ASSIGNED delivery. */
async function assigned() {
  const driverId = `m-${++drivers}`;
  const point = nextPoint();
  await engine.driverAt(driverId, point);
  const { deliveryId } = await engine.order(point);
  const device = await DriverDevice.signIn(engine, driverId);
  devices.push(device);
  return { device, driverId, deliveryId, point };
}

async function write(deliveryId: string, text: string) {
  return engine.operate('POST', `/v1/deliveries/${deliveryId}/messages`, { text, operator: 'Grace' });
}

const answer = (device: DriverDevice, deliveryId: string, text: string, messageId: string = randomUUID()) =>
  device.step(deliveryId, 'messages', { messageId, text });
const recorded = async (deliveryId: string) => (await engine.delivery(deliveryId)).messages;
const code = ({ status, body }: { status: number; body: any }) => [status, body.error.code];

it('reach the open app, with the receipts of both sides', async () => {
  const { device, deliveryId } = await assigned();
  const stream = await device.listen();
  await stream.until(({ task }) => task !== null);
  const { body: sent } = await write(deliveryId, 'The shop is closed.');
  const { messages } = await stream.until((self) => self.messages.length === 1);
  const { messageId, sentAt } = sent;
  expect(messages).toEqual([
    { messageId, from: 'dispatcher', text: 'The shop is closed.', sentAt, readAt: null },
  ]);
  const read = () => device.step(deliveryId, 'messages/read', { messageIds: [messageId] });
  expect((await read()).body).toEqual({ read: 1 });
  expect((await read()).body).toEqual({ read: 0 });
  const { body: answered } = await answer(device, deliveryId, 'I wait.');
  expect(answered).toMatchObject({ from: 'driver', text: 'I wait.', readAt: null });
  expect(JSON.stringify((await device.request('GET', 'me')).body)).not.toContain('Grace');
  await engine.operate('POST', `/v1/deliveries/${deliveryId}/messages/read`, {
    messageIds: [answered.messageId],
    operator: 'Ops',
  });
  const after = await stream.until((self) => self.messages[1]?.readAt != null);
  expect(after.messages.map(({ from, readAt }) => [from, readAt !== null])).toEqual([
    ['dispatcher', true],
    ['driver', true],
  ]);
});

it('are sent once however often the device repeats them', async () => {
  const { device, deliveryId } = await assigned();
  const id = randomUUID();
  const first = await answer(device, deliveryId, 'Here', id);
  await device.step(deliveryId, 'fail', { code: 'other' });
  expect((await answer(device, deliveryId, 'Here', id)).body).toEqual(first.body);
  expect(await recorded(deliveryId)).toHaveLength(1);
  const other = await assigned();
  expect(code(await answer(other.device, other.deliveryId, 'There', id))).toEqual([
    409,
    'idempotency_conflict',
  ]);
});

it('are refused after the end of the delivery, and before it has a driver', async () => {
  const { device, deliveryId } = await assigned();
  await device.step(deliveryId, 'pick-up');
  expect((await answer(device, deliveryId, 'Picked up')).status).toBe(200);
  await device.step(deliveryId, 'fail', { code: 'other' });
  expect(code(await answer(device, deliveryId, 'Too late'))).toEqual([409, 'illegal_transition']);
  expect(code(await write(deliveryId, 'Too late'))).toEqual([409, 'illegal_transition']);
  const waiting = await engine.order(nextPoint());
  expect(code(await write(waiting.deliveryId, 'Too early'))).toEqual([409, 'illegal_transition']);
  expect((await device.request('GET', 'me')).body.messages).toEqual([]);
});

it('stay with the driver for whom they were written', async () => {
  const first = await assigned();
  await write(first.deliveryId, 'For the first driver');
  const second = `m-${++drivers}`;
  await engine.driverAt(second, first.point);
  const device = await DriverDevice.signIn(engine, second);
  await engine.operate('POST', `/v1/deliveries/${first.deliveryId}/reassign`, {
    driverId: second,
    fromDriverId: first.driverId,
    operator: 'Ops',
  });
  expect(code(await answer(first.device, first.deliveryId, 'Still here'))).toEqual([403, 'driver_mismatch']);
  expect((await device.request('GET', 'me')).body).toMatchObject({
    task: { deliveryId: first.deliveryId },
    messages: [],
  });
  const [{ messageId }] = await recorded(first.deliveryId);
  const read = await device.step(first.deliveryId, 'messages/read', { messageIds: [messageId] });
  expect(read.body).toEqual({ read: 0 });
});

it('are at most the last 50 in the app, oldest first', async () => {
  const { device, driverId, deliveryId } = await assigned();
  await engine.query(
    `INSERT INTO driver_dispatch.delivery_messages (delivery_id, driver_id, operator, body, sent_at)
     SELECT $1, $2, 'Ops', n::text, now() + make_interval(secs => n) FROM generate_series(1, 51) n`,
    [deliveryId, driverId],
  );
  const { messages } = (await device.request('GET', 'me')).body;
  expect(messages).toHaveLength(50);
  expect([messages[0].text, messages[49].text]).toEqual(['2', '51']);
});

it('never appear in logs, and an erased body stays erased', async () => {
  const { device, deliveryId } = await assigned();
  await write(deliveryId, 'Ring at Hopper');
  await answer(device, deliveryId, 'Hopper is not here');
  expect(JSON.stringify(engine.log)).not.toContain('Hopper');
  await engine.query('UPDATE driver_dispatch.delivery_messages SET body = NULL WHERE delivery_id = $1', [
    deliveryId,
  ]);
  expect(await recorded(deliveryId)).toMatchObject([{ text: null }, { text: null }]);
  expect((await device.request('GET', 'me')).body.messages).toEqual([]);
});
