import { generateSigningKey, signMessage } from '@driver-dispatch/contract';
import { nextPlace } from '../testing/places';
import { readyOrder, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';

const servers = useTestServers();

describe('security', () => {
  let engine: TestEngine;
  let deliveryId: string;

  beforeAll(async () => {
    engine = await servers.engine();
    const place = nextPlace();
    await engine.driverAt('ada', place);
    ({ deliveryId } = await engine.order(place));
  });

  interface Sending {
    keys?: readonly string[];
    at?: Date;
    /** What is sent, where that is not what was signed. */
    sent?: string;
  }

  async function post(path: string, message: unknown, { keys = [], at = new Date(), sent }: Sending) {
    const body = typeof message === 'string' ? message : JSON.stringify(message);
    const response = await fetch(engine.url + path, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(keys.length > 0 ? signMessage(keys, 'msg_1', body, at) : {}),
      },
      body: sent ?? body,
    });
    return { status: response.status, body: (await response.json()) as any };
  }

  /** All that a mutation could change. */
  const everything = () =>
    engine.query(
      `SELECT (SELECT count(*) FROM driver_dispatch.drivers) AS drivers,
         (SELECT count(*) FROM driver_dispatch.deliveries) AS deliveries,
         (SELECT count(*) FROM driver_dispatch.delivery_events) AS events,
         (SELECT sum(status_version) FROM driver_dispatch.drivers) AS versions`,
    );

  const signedRoutes = (): [string, 'vendure' | 'driverApp', object][] => [
    ['/v1/webhooks/vendure', 'vendure', readyOrder(nextPlace())],
    ['/v1/driver-app/register', 'driverApp', { type: 'driver.register', driverId: 'eve', name: 'Eve' }],
    ['/v1/driver-app/status', 'driverApp', { type: 'driver.set_status', driverId: 'ada', status: 'OFFLINE' }],
    [
      '/v1/driver-app/location',
      'driverApp',
      {
        type: 'driver.report_location',
        driverId: 'ada',
        point: nextPlace(),
        recordedAt: new Date().toISOString(),
      },
    ],
    [
      '/v1/driver-app/locations',
      'driverApp',
      {
        type: 'driver.report_locations',
        locations: [{ driverId: 'ada', point: nextPlace(), recordedAt: new Date().toISOString() }],
      },
    ],
    ['/v1/driver-app/heartbeat', 'driverApp', { type: 'driver.heartbeat', driverId: 'ada' }],
    ['/v1/driver-app/pick-up', 'driverApp', { type: 'delivery.pick_up', deliveryId, driverId: 'ada' }],
    [
      '/v1/driver-app/complete',
      'driverApp',
      {
        type: 'delivery.complete',
        deliveryId,
        driverId: 'ada',
        proof: { kind: 'handover', receivedBy: 'Eve' },
      },
    ],
    [
      '/v1/driver-app/fail',
      'driverApp',
      { type: 'delivery.fail', deliveryId, driverId: 'ada', code: 'other' },
    ],
  ];

  it('every signed route refuses what is not signed, or not by its own party, and changes nothing', async () => {
    const before = await everything();
    for (const [path, party, message] of signedRoutes()) {
      const other = party === 'vendure' ? 'driverApp' : 'vendure';
      const answers = await Promise.all([
        post(path, message, {}),
        post(path, message, { keys: [generateSigningKey()] }),
        post(path, message, { keys: engine.keys[other] }),
        post(path, message, { keys: engine.keys.webhook }),
        post(path, message, { keys: engine.keys[party], at: new Date(Date.now() - 6 * 60_000) }),
        post(path, message, { keys: engine.keys[party], at: new Date(Date.now() + 6 * 60_000) }),
        post(path, message, {
          keys: engine.keys[party],
          sent: JSON.stringify(message).replace('"type"', '"Type"'),
        }),
      ]);
      expect([path, ...answers.map(({ status, body }) => `${status} ${body.error.code}`)]).toEqual([
        path,
        '401 signature_missing',
        '401 signature_invalid',
        '401 signature_invalid',
        '401 signature_invalid',
        '401 timestamp_out_of_tolerance',
        '401 timestamp_out_of_tolerance',
        '401 signature_invalid',
      ]);
    }
    expect(await everything()).toEqual(before);
  });

  it('a route refuses the signed body of another', async () => {
    const keys = engine.keys.driverApp;
    for (const [path] of signedRoutes().filter(([, party]) => party === 'driverApp')) {
      const foreign = path.endsWith('heartbeat') ? 'driver.register' : 'driver.heartbeat';
      const answer = await post(path, { type: foreign, driverId: 'ada', deliveryId }, { keys });
      const paths = answer.body.error.details.issues.map((issue: { path: string }) => issue.path);
      expect([path, answer.status, paths]).toEqual([path, 400, expect.arrayContaining(['type'])]);
    }
  });

  it('accepts the new key beside the old one while they are rotated', async () => {
    const keys = [generateSigningKey(), ...engine.keys.driverApp];
    const answer = await post(
      '/v1/driver-app/heartbeat',
      { type: 'driver.heartbeat', driverId: 'ada' },
      { keys },
    );
    expect(answer.status).toBe(200);
  });

  it.each([
    ['GET', '/v1/drivers'],
    ['GET', '/v1/drivers/ada'],
    ['GET', '/v1/drivers/ada/status-history'],
    ['POST', '/v1/drivers'],
    ['PATCH', '/v1/drivers/ada'],
    ['DELETE', '/v1/drivers/ada'],
    ['GET', '/v1/deliveries'],
    ['GET', '/v1/deliveries/00000000-0000-4000-8000-000000000000'],
    ['GET', '/v1/dead-letters'],
    ['POST', '/v1/dead-letters/replay'],
  ])("%s %s wants an operator's key", async (method, path) => {
    const before = await everything();
    const keys = [
      undefined,
      'Bearer wrong',
      'Bearer ',
      engine.keys.operator[0],
      `Bearer ${engine.keys.vendure[0]}`,
    ];
    for (const authorization of keys) {
      const response = await fetch(engine.url + path, {
        method,
        headers: authorization ? { authorization } : {},
      });
      expect(response.status).toBe(401);
      expect(((await response.json()) as any).error.code).toBe('unauthorized');
    }
    expect(await everything()).toEqual(before);
  });

  it('refuses what is too large, no JSON, or of another type, with a clear 4xx', async () => {
    const keys = engine.keys.vendure;
    const large = await post('/v1/webhooks/vendure', JSON.stringify({ pad: 'x'.repeat(2_000_000) }), {
      keys,
    });
    expect([large.status, large.body.error.code]).toEqual([413, 'payload_too_large']);
    const broken = await post('/v1/webhooks/vendure', '{"type": ', { keys });
    expect([broken.status, broken.body.error.code]).toEqual([400, 'invalid_message']);
    const text = await fetch(`${engine.url}/v1/webhooks/vendure`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: 'hello',
    });
    expect(text.status).toBeGreaterThanOrEqual(400);
    expect(text.status).toBeLessThan(500);
  });

  it.each([
    ['data.pickup.point.lat', { pickup: { point: { lat: 181, lon: 0 } } }],
    ['data.pickup.point', { pickup: { point: { lat: 0, lon: 0 } } }],
    ['data.sellerOrderId', { sellerOrderId: 'with space' }],
    ['data.orderCode', { orderCode: 'nul \u0000 inside' }],
    ['data.searchRadiusMetres', { searchRadiusMetres: -1 }],
  ])('names the field that is wrong: %s', async (path, wrong) => {
    const order = readyOrder(nextPlace());
    const { pickup, ...rest } = wrong as { pickup?: object };
    const data = { ...order.data, ...rest, pickup: { ...order.data.pickup, ...pickup } };
    const answer = await post('/v1/webhooks/vendure', { ...order, data }, { keys: engine.keys.vendure });
    expect(answer.status).toBe(400);
    expect(answer.body.error.details.issues.map((issue: { path: string }) => issue.path)).toEqual([path]);
  });

  it('a path that does not exist is a 404 with a code', async () => {
    const { status, body } = await engine.get('/v1/nowhere');
    expect([status, body.error.code]).toEqual([404, 'not_found']);
  });

  it('sends the headers that keep browsers careful, and lets no other origin in', async () => {
    const { headers } = await fetch(`${engine.url}/health`, { headers: { origin: 'https://evil.example' } });
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('strict-transport-security')).toBeTruthy();
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  it('no line of the log holds a key, and none a connection string', () => {
    const log = JSON.stringify(engine.log);
    expect(engine.log.length).toBeGreaterThan(3);
    for (const key of Object.values(engine.keys).flat()) {
      expect(log).not.toContain(key);
    }
    expect(log).not.toContain('dispatch:dispatch@');
  });
});
