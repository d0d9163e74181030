import { randomUUID } from 'node:crypto';
import {
  generateSigningKey,
  newSubmissionKey,
  reconcileDeliveries,
  sellerOrderReadyMessage,
  signMessage,
} from '@driver-dispatch/contract';
import { nextPoint } from '../testing/points';
import { readyOrder, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';

const servers = useTestServers();
let engine: TestEngine;
let deliveryId: string;

const point = { lat: 10, lon: 10 };
const driverApp: [string, () => Record<string, unknown>][] = [
  ['register', () => ({ type: 'driver.register', driverId: 'mallory', name: 'Mallory' })],
  ['status', () => ({ type: 'driver.set_status', driverId: 'ada', status: 'AVAILABLE', point })],
  ['location', () => ({ type: 'driver.report_location', driverId: 'ada', ...located() })],
  ['locations', () => ({ type: 'driver.report_locations', locations: [{ driverId: 'ada', ...located() }] })],
  ['heartbeat', () => ({ type: 'driver.heartbeat', driverId: 'ada' })],
  ['pick-up', () => ({ type: 'delivery.pick_up', deliveryId, driverId: 'bob' })],
  [
    'complete',
    () => ({ type: 'delivery.complete', deliveryId, driverId: 'bob', proof: { kind: 'pin', pin: '1' } }),
  ],
  ['fail', () => ({ type: 'delivery.fail', deliveryId, driverId: 'bob', code: 'other' })],
];
const located = () => ({ point, recordedAt: new Date().toISOString() });
const signed: [string, 'vendure' | 'driverApp', () => object][] = [
  ['/v1/webhooks/vendure', 'vendure', () => sellerOrderReadyMessage([readyOrder(nextPoint())])],
  [
    '/v1/webhooks/vendure/reconcile',
    'vendure',
    () => reconcileDeliveries([{ submissionKey: newSubmissionKey(), sequence: 0, state: 'PENDING' }]),
  ],
  ...driverApp.map(([action, body]): [string, 'driverApp', () => object] => [
    `/v1/driver-app/${action}`,
    'driverApp',
    body,
  ]),
];
const operated: [string, string, object | undefined][] = [
  ['POST', '/v1/drivers', { type: 'driver.register', driverId: 'mallory', name: 'Mallory' }],
  ['PATCH', '/v1/drivers/ada', { name: 'Mallory' }],
  ['DELETE', '/v1/drivers/ada', undefined],
  ['POST', '/v1/dead-letters/replay', {}],
  ['POST', '/v1/reconcile', {}],
  ['POST', '/v1/webhook-endpoint/resume', {}],
];

beforeAll(async () => {
  engine = await servers.engine();
  await engine.drivers.register({ driverId: 'ada', name: 'Ada', channels: [] });
  const pickupPoint = nextPoint();
  await engine.driverAt('bob', pickupPoint);
  ({ deliveryId } = await engine.order(pickupPoint));
});

/** Counts and hashes of the tables that a request could change. */
async function tableStates(): Promise<string> {
  const tables = ['drivers', 'driver_status_history', 'deliveries', 'assignments', 'delivery_events'];
  const counts = await Promise.all(
    tables.map((table) =>
      engine.query(`SELECT count(*)::int, md5(string_agg(t::text, ',' ORDER BY t::text)) FROM
        (SELECT (to_jsonb(d) - 'acknowledged_at' - 'lease_until' - 'next_attempt_at') AS t
         FROM driver_dispatch.${table} d) rows`),
    ),
  );
  return JSON.stringify(counts);
}

async function post(path: string, body: string | Buffer, headers: Record<string, string> = {}) {
  const response = await fetch(engine.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: new Uint8Array(Buffer.from(body)),
  });
  const { error } = (await response.json()) as { error: { code: string } };
  return { status: response.status, code: error?.code };
}

const sign = (keys: string[], body: string, at?: Date) => ({ ...signMessage(keys, randomUUID(), body, at) });

describe.each(signed)('%s', (path, party, make) => {
  const others = () => (['vendure', 'driverApp', 'webhook'] as const).filter((name) => name !== party);

  it('refuses requests without a valid signature of its party, without changes', async () => {
    const before = await tableStates();
    const body = JSON.stringify(make());
    const key = engine.keys[party];
    const forged = (headers: Record<string, string>) => post(path, body, headers);
    expect(await forged({})).toEqual({ status: 401, code: 'signature_missing' });
    expect(await forged({ authorization: `Bearer ${engine.keys.operator[0]}` })).toMatchObject({
      status: 401,
    });
    expect(await forged(sign([generateSigningKey()], body))).toEqual({
      status: 401,
      code: 'signature_invalid',
    });
    for (const other of others()) {
      expect(await forged(sign(engine.keys[other], body))).toEqual({
        status: 401,
        code: 'signature_invalid',
      });
    }
    for (const seconds of [-600, 600]) {
      const skewed = sign(key, body, new Date(Date.now() + seconds * 1_000));
      expect(await forged(skewed)).toEqual({ status: 401, code: 'timestamp_out_of_tolerance' });
    }
    const altered = body.replace(/.(?="})|1(?=\})/, '2').replace(/"type"/, '"type" ');
    expect(altered).not.toBe(body);
    expect(await post(path, altered, sign(key, body))).toEqual({ status: 401, code: 'signature_invalid' });
    expect(await tableStates()).toBe(before);
  });

  it('refuses a signed message of another route, without changes', async () => {
    const before = await tableStates();
    const key = engine.keys[party];
    for (const [otherPath, , other] of signed.filter(([name]) => name !== path)) {
      const body = JSON.stringify(other());
      const answer = await post(path, body, sign(key, body));
      expect([otherPath, answer]).toEqual([otherPath, { status: 400, code: 'invalid_message' }]);
    }
    expect(await tableStates()).toBe(before);
  });
});

describe('operator routes', () => {
  it.each(operated)(
    '%s %s requires an operator key, without changes otherwise',
    async (method, path, body) => {
      const before = await tableStates();
      const text = JSON.stringify(body);
      const wrong: Record<string, string>[] = [
        {},
        { authorization: 'Bearer' },
        { authorization: 'Bearer ' },
        { authorization: `Bearer ${engine.keys.operator[0]}x` },
        { authorization: `Bearer ${engine.keys.vendure[0]}` },
        { authorization: `Basic ${engine.keys.operator[0]}` },
        { authorization: engine.keys.operator[0] },
        ...(text ? [sign(engine.keys.driverApp, text), sign(engine.keys.vendure, text)] : []),
      ];
      for (const headers of wrong) {
        const response = await fetch(engine.url + path, {
          method,
          headers: { ...(text ? { 'content-type': 'application/json' } : {}), ...headers },
          body: text,
        });
        expect(response.status).toBe(401);
        expect(await response.json()).toMatchObject({ error: { code: 'unauthorized' } });
      }
      expect(await tableStates()).toBe(before);
    },
  );
});

describe('a request body', () => {
  it('over the size limit is refused', async () => {
    const body = JSON.stringify({
      type: 'driver.heartbeat',
      driverId: 'ada',
      padding: 'x'.repeat(1_100_000),
    });
    expect(await post('/v1/driver-app/heartbeat', body, sign(engine.keys.driverApp, body))).toEqual({
      status: 413,
      code: 'payload_too_large',
    });
  });

  it.each(['{"type":', '', 'null', '[]', '"text"', '{"__proto__": {"type": "driver.heartbeat"}}'])(
    'with the invalid text %p is refused',
    async (body) => {
      const answer = await post('/v1/driver-app/heartbeat', body, sign(engine.keys.driverApp, body));
      expect(answer).toEqual({ status: 400, code: 'invalid_message' });
    },
  );

  it.each(['text/plain', 'application/xml', 'multipart/form-data; boundary=x'])(
    'of type %s is refused',
    async (type) => {
      const body = JSON.stringify({ type: 'driver.heartbeat', driverId: 'ada' });
      const headers = { ...sign(engine.keys.driverApp, body), 'content-type': type };
      expect(await post('/v1/driver-app/heartbeat', body, headers)).toEqual({
        status: 400,
        code: 'invalid_message',
      });
    },
  );

  it('of a form is refused', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    expect(await post('/v1/driver-app/heartbeat', 'type=driver.heartbeat&driverId=ada', headers)).toEqual({
      status: 400,
      code: 'invalid_message',
    });
  });
});

describe('responses', () => {
  it('have the security headers and do not name the server', async () => {
    const { headers } = await fetch(`${engine.url}/health`);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toBe("default-src 'none';frame-ancestors 'none'");
    expect(headers.get('strict-transport-security')).toContain('max-age');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  it.each(['/health', '/health/live', '/health/ready'])('of %s require no key', async (path) => {
    expect((await fetch(engine.url + path)).status).toBe(200);
  });

  it('for unknown paths contain only not_found', async () => {
    const response = await fetch(`${engine.url}/v1/../etc/passwd`);
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ error: { code: 'not_found', message: expect.any(String) } });
  });
});

it('logs no keys or passwords', async () => {
  // Each order writes a line.
  for (let orders = 0; orders < 10; orders++) {
    await engine.order(nextPoint());
  }
  const text = JSON.stringify(engine.log);
  expect(engine.log.length).toBeGreaterThan(10);
  for (const key of Object.values(engine.keys).flat()) {
    expect(text).not.toContain(key.replace('whsec_', ''));
  }
  expect(text).not.toContain('dispatch:dispatch');
});
