import { once } from 'node:events';
import { connect } from 'node:net';
import { LocationBuffer } from '../drivers/location-buffer';
import { DriverDevice } from '../testing/driver-device';
import { nextPoint } from '../testing/points';
import { eventually, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';
import { DriverEventsService } from './driver-events.service';
import { DriverSelfService } from './driver-self.service';

const servers = useTestServers();
const ORIGIN = 'https://driver.example.com';
const devices: DriverDevice[] = [];
let engine: TestEngine;

beforeAll(async () => {
  engine = await servers.engine({ http: { corsOrigins: [ORIGIN] } });
});
afterEach(() => devices.splice(0).forEach((device) => device.close()));

let drivers = 0;

async function signedIn(): Promise<DriverDevice> {
  const driverId = `e-${++drivers}`;
  await engine.drivers.register({ driverId, name: 'Ada' });
  const device = await DriverDevice.signIn(engine, driverId);
  devices.push(device);
  return device;
}

const untilEnded = (stream: { hasEnded: boolean }) =>
  eventually(
    () => Promise.resolve(stream.hasEnded),
    (hasEnded) => hasEnded,
  );
const service = () => engine.running.application.get(DriverEventsService, { strict: false });
const untilUnread = () =>
  eventually(
    () => Promise.resolve(service()['streams'].size),
    (size) => size === 0,
  );

it('sends the state of the driver at once and on each change', async () => {
  const device = await signedIn();
  const point = nextPoint();
  const stream = await device.listen();
  expect(stream.response.headers.get('content-type')).toBe('text/event-stream');
  expect(await stream.until(() => true)).toEqual({
    ...(await device.request('GET', 'me')).body,
    serverTime: expect.any(String),
  });
  await device.request('PUT', 'duty', { status: 'AVAILABLE', point });
  await stream.until(({ status }) => status === 'AVAILABLE');
  const { deliveryId } = await engine.order(point);
  const { status } = await stream.until(({ task }) => task?.deliveryId === deliveryId);
  expect(status).toBe('BUSY');
  await engine.operate('POST', `/v1/deliveries/${deliveryId}/end`, {
    outcome: 'FAILED',
    reason: 'Closed',
    operator: 'Ops',
  });
  await eventually(
    () => Promise.resolve(stream.events.at(-1)),
    (self) => self?.task === null && self.status === 'AVAILABLE',
  );
  await engine.operate('POST', `/v1/drivers/${device.driverId}/status`, { status: 'OFFLINE' });
  await stream.until(({ statusReason }) => statusReason === 'operator_hold');
  expect(stream.events.length).toBe(5);
});

it('ends after a revocation, and after a deactivation', async () => {
  const [revoked, deactivated] = [await signedIn(), await signedIn()];
  const streams = [await revoked.listen(), await deactivated.listen()];
  await engine.operate('DELETE', `/v1/drivers/${revoked.driverId}/sessions`);
  await engine.operate('DELETE', `/v1/drivers/${deactivated.driverId}`);
  await Promise.all(streams.map(untilEnded));
  expect((await revoked.listen()).response.status).toBe(401);
});

it('counts as a sign of life', async () => {
  const device = await signedIn();
  await device.request('PUT', 'duty', { status: 'AVAILABLE', point: nextPoint() });
  await engine.query(`UPDATE driver_dispatch.drivers SET seen_at = now() - interval '1 hour' WHERE id = $1`, [
    device.driverId,
  ]);
  const stream = await device.listen();
  await eventually(
    async () => {
      await engine.running.application.get(LocationBuffer, { strict: false }).flush();
      return (await engine.row(device.driverId)).seen_at as Date;
    },
    (seenAt) => Date.now() - seenAt.getTime() < 600_000,
  );
  await eventually(
    () => Promise.resolve(stream.comments),
    (comments) => comments.includes('keep-alive'),
  );
});

it('ends after two minutes, so that a lost device does not stay alive', async () => {
  const device = await signedIn();
  const stream = await device.listen();
  await stream.until(() => true);
  const [open] = service()['streams'];
  Object.assign(open!, { openedAt: Date.now() - 121_000 });
  await untilEnded(stream);
});

it('has at most five streams per session', async () => {
  const device = await signedIn();
  const first = await device.listen();
  await first.until(() => true);
  const others = [];
  for (let i = 0; i < 5; i++) {
    others.push(await device.listen());
  }
  await untilEnded(first);
  expect(others.map(({ hasEnded }) => hasEnded)).toEqual(Array(5).fill(false));
});

it('reads all connected drivers in one statement, and nothing without connections', async () => {
  const read = jest.spyOn(engine.running.application.get(DriverSelfService, { strict: false }), 'read');
  const connected = [await signedIn(), await signedIn()];
  await Promise.all(connected.map((device) => device.listen()));
  const ids = connected.map(({ sessionId }) => sessionId).sort();
  await eventually(
    () => Promise.resolve(read.mock.calls.map(([sessions]) => [...sessions].sort())),
    (calls) => calls.some((call) => call.join() === ids.join()),
  );
  connected.forEach((device) => device.close());
  await untilUnread();
  read.mockClear();
  await service()['run']();
  expect(read).not.toHaveBeenCalled();
  read.mockRestore();
});

it('allows a configured origin', async () => {
  const device = await signedIn();
  const preflight = await fetch(`${engine.url}/v1/driver/duty`, {
    method: 'OPTIONS',
    headers: {
      origin: ORIGIN,
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'authorization,idempotency-key',
    },
  });
  expect(preflight.headers.get('access-control-allow-methods')).toContain('PUT');
  expect(preflight.headers.get('access-control-allow-headers')).toContain('idempotency-key');
  const response = await fetch(`${engine.url}/v1/driver/events`, {
    headers: { origin: ORIGIN, authorization: `Bearer ${device.token}` },
  });
  expect(response.headers.get('access-control-allow-origin')).toBe(ORIGIN);
  await response.body!.cancel();
});

it('does not delay the end of the engine, and neither does an unused connection', async () => {
  const stopping = await servers.engine({ database: { url: engine.databaseUrl } });
  const driverId = `e-${++drivers}`;
  await engine.drivers.register({ driverId, name: 'Ada' });
  const device = await DriverDevice.signIn(stopping, driverId);
  const stream = await device.listen();
  // Node.js closes a connection on which nothing was received only after a minute.
  const { hostname, port } = new URL(stopping.url);
  const unused = connect(Number(port), hostname);
  await once(unused, 'connect');
  await stopping.close();
  await untilEnded(stream);
  unused.destroy();
});
