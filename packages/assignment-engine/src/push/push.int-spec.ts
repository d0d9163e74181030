import { randomUUID } from 'node:crypto';
import { Metrics } from '../observability/metrics';
import { DriverDevice } from '../testing/driver-device';
import { nextPoint } from '../testing/points';
import { PushEndpoint } from '../testing/push-endpoint';
import { createCancellation, eventually, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';
import { PushSender } from './push-sender';
import { PushService } from './push.service';
import { newVapidKey, VapidKey } from './vapid-key';

const servers = useTestServers();
const vapidKey = newVapidKey();
let engine: TestEngine;
let service: PushEndpoint;
let drivers = 0;

beforeAll(async () => {
  service = await PushEndpoint.start(() => new VapidKey(vapidKey).publicKey);
  engine = await servers.engine({
    assignment: { reassignment: true },
    push: { vapidKey, contact: 'mailto:ops@example.com', services: [service.origin] },
  });
});
afterAll(() => service.close());
afterEach(() => {
  Object.assign(service, { status: 201, isHanging: false });
});

/** An AVAILABLE driver with a device that has subscribed. */
async function subscribed() {
  const driverId = `p-${++drivers}`;
  const point = nextPoint();
  await engine.driverAt(driverId, point);
  const device = await DriverDevice.signIn(engine, driverId);
  const subscription = service.subscribe();
  expect((await device.request('PUT', 'push', subscription)).status).toBe(204);
  return { driverId, point, device, subscription, path: new URL(subscription.endpoint).pathname };
}

const kindsOf = (path: string) =>
  service.received.filter((each) => each.path === path).map(({ kind }) => kind);
const untilKinds = (path: string, kinds: string[]) =>
  eventually(
    () => Promise.resolve(kindsOf(path)),
    (received) => received.join() === kinds.join(),
  );
const subscriptionsOf = (driverId: string) =>
  engine.query('SELECT endpoint FROM driver_dispatch.push_subscriptions WHERE driver_id = $1', [driverId]);
const reassign = (deliveryId: string, fromDriverId: string, driverId: string) =>
  engine.operate('POST', `/v1/deliveries/${deliveryId}/reassign`, {
    driverId,
    fromDriverId,
    operator: 'Ops',
  });

it('notifies the device of an assignment, encrypted and signed, without data of the receiver', async () => {
  const { device, point, path } = await subscribed();
  expect((await device.request('GET', 'push')).body).toEqual({ publicKey: new VapidKey(vapidKey).publicKey });
  const dropoff = { name: 'Grace', phone: '030', point, address: { street: 'Secret street' } };
  const { deliveryId } = await engine.order(point, { orderCode: 'CODE', dropoff });
  await untilKinds(path, ['assigned']);
  const [{ headers, path: _path, ...notification }] = service.received.filter(
    (each) => each.path === path,
  ) as [any];
  expect(notification).toEqual({ kind: 'assigned', orderCode: 'CODE', storeName: 'Store' });
  expect(headers).toMatchObject({ 'content-encoding': 'aes128gcm', ttl: '600', urgency: 'high' });
  await device.step(deliveryId, 'pick-up');
  await device.step(deliveryId, 'fail', { code: 'other' });
  await engine.order(point);
  await untilKinds(path, ['assigned', 'assigned']);
});

it('notifies of a reassignment, a cancellation and the end by a dispatcher', async () => {
  const [first, second] = [await subscribed(), await subscribed()];
  const order = await engine.order(first.point);
  await untilKinds(first.path, ['assigned']);
  await reassign(order.deliveryId, first.driverId, second.driverId);
  await untilKinds(first.path, ['assigned', 'reassigned']);
  await untilKinds(second.path, ['assigned']);
  await engine.operate('POST', `/v1/deliveries/${order.deliveryId}/end`, {
    outcome: 'FAILED',
    reason: 'Closed',
    operator: 'Ops',
  });
  await untilKinds(second.path, ['assigned', 'ended']);
  const { submissionKey } = await engine.order(first.point);
  await untilKinds(first.path, ['assigned', 'reassigned', 'assigned']);
  await engine.send(createCancellation(submissionKey));
  await untilKinds(first.path, ['assigned', 'reassigned', 'assigned', 'cancelled']);
});

it('notifies of an offer as long as it is open, and not of the assignment that the driver has accepted', async () => {
  const offering = await servers.engine({
    database: { url: engine.databaseUrl },
    assignment: { mode: 'offer' },
    push: { vapidKey, contact: 'mailto:ops@example.com', services: [service.origin] },
  });
  const { device, driverId, point, path } = await subscribed();
  const { submissionKey } = await offering.order(point);
  await untilKinds(path, ['offered']);
  const [{ headers, storeName }] = service.received.filter((each) => each.path === path) as [any];
  expect(storeName).toBe('Store');
  expect(Number(headers.ttl)).toBeGreaterThan(0);
  expect(Number(headers.ttl)).toBeLessThanOrEqual(45);
  const { offer } = (await device.request('GET', 'me')).body;
  expect((await device.request('POST', `offers/${offer.offerId}/accept`, {})).status).toBe(200);
  await offering.send(createCancellation(submissionKey));
  await untilKinds(path, ['offered', 'cancelled']);
  expect(await subscriptionsOf(driverId)).toHaveLength(1);
});

it('notifies of a message of a dispatcher, not of one of the driver, and not of one that is read', async () => {
  const { device, point, path } = await subscribed();
  const { deliveryId } = await engine.order(point);
  await untilKinds(path, ['assigned']);
  const write = () =>
    engine.operate('POST', `/v1/deliveries/${deliveryId}/messages`, { text: 'Private', operator: 'Ops' });
  await write();
  await untilKinds(path, ['assigned', 'message']);
  await device.step(deliveryId, 'messages', { messageId: randomUUID(), text: 'Yes' });
  await write();
  await untilKinds(path, ['assigned', 'message', 'message']);
  expect(JSON.stringify(service.received)).not.toContain('Private');
});

it('notifies each device of the driver once, whatever number of engines', async () => {
  const { device, driverId, point, path } = await subscribed();
  const other = await servers.engine({
    database: { url: engine.databaseUrl },
    push: { vapidKey, contact: 'mailto:ops@example.com', services: [service.origin] },
  });
  const second = await DriverDevice.signIn(engine, driverId, 'Tablet');
  const tablet = service.subscribe();
  await second.request('PUT', 'push', tablet);
  await engine.order(point);
  const pushes = [engine, other].map(({ running }) =>
    running.application.get(PushService, { strict: false }),
  );
  pushes.forEach((push) => push.notify([driverId]));
  await Promise.all(pushes.map((push) => push['run']()));
  await untilKinds(path, ['assigned']);
  await untilKinds(new URL(tablet.endpoint).pathname, ['assigned']);
  await device.request('DELETE', 'push');
  expect(await subscriptionsOf(driverId)).toEqual([{ endpoint: tablet.endpoint }]);
});

it('ends with the session, and with the sign-in of another driver on the device', async () => {
  const revoked = await subscribed();
  await engine.operate('DELETE', `/v1/drivers/${revoked.driverId}/sessions/${revoked.device.sessionId}`);
  expect(await subscriptionsOf(revoked.driverId)).toEqual([]);
  const expired = await subscribed();
  await engine.query(
    `UPDATE driver_dispatch.driver_sessions SET expires_at = now() - interval '1 second' WHERE id = $1`,
    [expired.device.sessionId],
  );
  await engine.order(expired.point);
  await eventually(
    () => subscriptionsOf(expired.driverId),
    (subscriptions) => subscriptions.length === 0,
  );
  expect(kindsOf(expired.path)).toEqual([]);
  const before = await subscribed();
  const after = await subscribed();
  await after.device.request('PUT', 'push', before.subscription);
  expect(await subscriptionsOf(before.driverId)).toEqual([]);
});

it('ends when the push service no longer knows the device', async () => {
  for (const status of [404, 410]) {
    const { driverId, point } = await subscribed();
    service.status = status;
    await engine.order(point);
    await eventually(
      () => subscriptionsOf(driverId),
      (subscriptions) => subscriptions.length === 0,
    );
    service.status = 201;
  }
});

it('accepts only endpoints of the allowed services, with valid keys', async () => {
  const { device, subscription } = await subscribed();
  const put = async (change: object) =>
    (await device.request('PUT', 'push', { ...subscription, ...change })).body?.error.code;
  expect(await put({ endpoint: 'https://169.254.169.254/latest' })).toBe('invalid_message');
  expect(await put({ endpoint: 'http://localhost:5432/' })).toBe('invalid_message');
  expect(await put({ keys: { ...subscription.keys, auth: 'short' } })).toBe('invalid_message');
  const noPoint = Buffer.alloc(65, 4).toString('base64url');
  expect(await put({ keys: { ...subscription.keys, p256dh: noPoint } })).toBe('invalid_message');
  // A service that is no longer allowed gets nothing.
  const stricter = await servers.engine({ database: { url: engine.databaseUrl }, push: { vapidKey } });
  const { requests } = service;
  stricter.running.application.get(PushSender, { strict: false }).add({
    sessionId: device.sessionId,
    endpoint: subscription.endpoint,
    ...subscription.keys,
    ttlSeconds: 600,
    notification: { kind: 'assigned', orderCode: 'CODE' },
  });
  expect(await metric(stricter, 'dropped')).toBe(1);
  expect(service.requests).toBe(requests);
});

it('does not delay or fail an assignment while the push service hangs or fails', async () => {
  service.isHanging = true;
  const { requests } = service;
  const hanging = await subscribed();
  const { deliveryId } = await engine.order(hanging.point);
  expect(await engine.delivery(deliveryId)).toMatchObject({ state: 'ASSIGNED' });
  await eventually(
    () => Promise.resolve(service.requests),
    (count) => count > requests,
  );
  Object.assign(service, { isHanging: false, status: 500 });
  const failed = await metric(engine, 'failed');
  const failing = await subscribed();
  expect(await engine.order(failing.point)).toMatchObject({ state: 'ASSIGNED' });
  await eventually(
    () => metric(engine, 'failed'),
    (count) => count > failed,
  );
  const warning = engine.logged('warn').find(({ message }) => message === 'Push notification failed');
  expect(warning).toMatchObject({ service: new URL(service.origin).host });
  expect(JSON.stringify(engine.log)).not.toContain(failing.path);
});

it('is not offered without a key', async () => {
  const { driverId } = await subscribed();
  const without = await servers.engine({ database: { url: engine.databaseUrl } });
  const device = await DriverDevice.signIn(without, driverId);
  expect((await device.request('GET', 'push')).status).toBe(404);
  expect((await device.request('PUT', 'push', service.subscribe())).status).toBe(404);
});

async function metric({ running }: TestEngine, result: string): Promise<number> {
  const { values } = await running.application.get(Metrics).pushNotifications.get();
  return values.find(({ labels }) => labels.result === result)?.value ?? 0;
}
