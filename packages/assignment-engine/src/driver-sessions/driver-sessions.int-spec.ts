import {
  DriverAppClient,
  generateSigningKey,
  httpOperator,
  signInReplySchema,
  verifyProofPermit,
  type DispatchError,
  type EngineOperator,
} from '@driver-dispatch/contract';
import { inProcessOperator } from '../in-process-operator';
import { DriverDevice } from '../testing/driver-device';
import { nextPoint } from '../testing/points';
import { eventually, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';
import { ReportingSessions } from './reporting-sessions';
import { SessionLookup } from './session-lookup';

const servers = useTestServers();
const IMAGES = {
  imageUrl: 'https://shop.example.com/driver-dispatch/proof-images',
  imageKeys: [generateSigningKey()],
};
let engine: TestEngine;

beforeAll(async () => {
  engine = await servers.engine({
    http: { publicUrl: 'https://dispatch.example.com/' },
    rateLimits: { driver: 4, guesses: 0 },
    proof: IMAGES,
  });
});

let drivers = 0;

/** Registers a driver. Returns the id. */
async function newDriver(): Promise<string> {
  const driverId = `s-${++drivers}`;
  await engine.drivers.register({ driverId, name: 'Ada', phone: '030', vehicle: { kind: 'BICYCLE' } });
  return driverId;
}

async function signIn(invitation: string, to = engine) {
  const response = await fetch(`${to.url}/v1/driver/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ invitation, deviceName: 'Phone' }),
  });
  return { status: response.status, body: await response.json() };
}

const getCode = (work: Promise<unknown>) =>
  work.then(
    () => 'ok',
    (error: DispatchError) => error.code,
  );

const operators: [string, () => EngineOperator & { close?(): void }][] = [
  ['over HTTP', () => httpOperator({ url: engine.url, key: engine.keys.operator[0]! })],
  ['in the process', () => inProcessOperator(engine.running.application)],
];

describe.each(operators)('an operator %s', (_, connect) => {
  let operator: ReturnType<typeof connect>;
  beforeAll(() => (operator = connect()));
  afterAll(() => operator.close?.());

  it('invites a driver with a link that works once', async () => {
    const driverId = await newDriver();
    const { invitation, link, expiresAt } = await operator.inviteDriver(driverId);
    expect(link).toBe(`https://dispatch.example.com/driver/#invitation=${invitation}`);
    expect(Date.parse(expiresAt) - Date.now()).toBeGreaterThan(23.9 * 3_600_000);
    const both = await Promise.all([signIn(invitation), signIn(invitation)]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 401]);
    expect(both.find(({ status }) => status === 201)!.body).toEqual({
      token: expect.stringMatching(/^[\w-]{43}$/),
      driverId,
      session: {
        sessionId: expect.any(String),
        deviceName: 'Phone',
        createdAt: expect.any(String),
        lastUsedAt: expect.any(String),
        expiresAt: expect.any(String),
      },
    });
  });

  it('lists and revokes the sessions of a driver', async () => {
    const driverId = await newDriver();
    const phone = await DriverDevice.signIn(engine, driverId, 'Phone');
    const tablet = await DriverDevice.signIn(engine, driverId, 'Tablet');
    const other = await DriverDevice.signIn(engine, await newDriver());
    expect((await operator.driverSessions(driverId)).map(({ deviceName }) => deviceName).sort()).toEqual([
      'Phone',
      'Tablet',
    ]);
    expect(await operator.revokeSession(driverId, other.sessionId)).toHaveLength(2);
    expect(await operator.revokeSession(driverId, phone.sessionId)).toMatchObject([
      { sessionId: tablet.sessionId },
    ]);
    expect(await operator.revokeSession(driverId, phone.sessionId)).toHaveLength(1);
    const locations = { locations: [{ point: nextPoint(), recordedAt: new Date().toISOString() }] };
    expect(await phone.request('POST', 'locations', locations)).toMatchObject({
      status: 401,
      body: { error: { code: 'unauthorized', details: { reason: 'revoked' } } },
    });
    expect((await tablet.request('GET', 'me')).status).toBe(200);
    const { invitation } = await operator.inviteDriver(driverId);
    await operator.revokeSessions(driverId);
    await operator.revokeSessions(driverId);
    expect((await tablet.request('GET', 'me')).status).toBe(401);
    expect((await signIn(invitation)).status).toBe(401);
    expect(await operator.driverSessions(driverId)).toEqual([]);
    expect((await other.request('GET', 'me')).status).toBe(200);
  });

  it('gets codes for unknown and deactivated drivers and invalid ids', async () => {
    const driverId = await newDriver();
    await operator.editDriver(driverId, { active: false });
    expect(await getCode(operator.inviteDriver(driverId))).toBe('driver_inactive');
    expect(await getCode(operator.inviteDriver('unknown'))).toBe('not_found');
    expect(await getCode(operator.driverSessions('unknown'))).toBe('not_found');
    expect(await getCode(operator.revokeSessions('unknown'))).toBe('not_found');
    expect(await getCode(operator.revokeSession(driverId, 'no-uuid'))).toBe('invalid_message');
  });
});

describe('an invitation', () => {
  it('expires, and ends with the deactivation of its driver', async () => {
    const driverId = await newDriver();
    const invite = async () =>
      (await engine.operate('POST', `/v1/drivers/${driverId}/invitations`)).body.invitation as string;
    const expired = await invite();
    await engine.query(
      `UPDATE driver_dispatch.driver_invitations SET expires_at = now() WHERE driver_id = $1`,
      [driverId],
    );
    expect((await signIn(expired)).status).toBe(401);
    const current = await invite();
    await engine.operate('PATCH', `/v1/drivers/${driverId}`, { active: false });
    expect(await signIn(current)).toMatchObject({
      status: 409,
      body: { error: { code: 'driver_inactive' } },
    });
    await engine.operate('PATCH', `/v1/drivers/${driverId}`, { active: true });
    expect((await signIn(current)).status).toBe(201);
    const [{ count }] = await engine.query(
      `SELECT count(*)::int FROM driver_dispatch.driver_invitations WHERE driver_id = $1`,
      [driverId],
    );
    expect(count).toBe(0);
  });
});

describe('the backend of a driver app', () => {
  it('signs a driver in, once per message', async () => {
    const driverId = await newDriver();
    const created = await engine.drivers.createSession({ driverId, deviceName: 'Phone' });
    expect(created).toMatchObject({ driverId, session: { deviceName: 'Phone' } });
    const response = await fetch(`${engine.url}/v1/driver/me`, {
      headers: { authorization: `Bearer ${created.token}` },
    });
    expect(await response.json()).toMatchObject({ driverId, name: 'Ada' });
    expect(await getCode(engine.drivers.createSession({ driverId: 'unknown', deviceName: 'P' }))).toBe(
      'not_found',
    );
  });

  it('gets no second session for a repeated message', async () => {
    const driverId = await newDriver();
    const client = new DriverAppClient({ url: engine.url, keys: engine.keys.driverApp });
    const http = client['http'];
    const message = { type: 'driver.create_session', driverId, deviceName: 'Phone' };
    await http.post('/v1/driver-app/session', 'msg_same', message);
    expect(await getCode(http.post('/v1/driver-app/session', 'msg_same', message))).toBe('already_exists');
    client.close();
    const { body } = await engine.operate('GET', `/v1/drivers/${driverId}/sessions`);
    expect(body.sessions).toHaveLength(1);
  });
});

describe('a session', () => {
  it('reads its own driver', async () => {
    const device = await DriverDevice.signIn(engine, await newDriver());
    const { status, headers, body } = await device.request('GET', 'me');
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toEqual({
      driverId: device.driverId,
      status: 'OFFLINE',
      task: null,
      offer: null,
      name: 'Ada',
      phone: '030',
      vehicle: { kind: 'BICYCLE' },
      workingHours: [],
      messages: [],
      session: expect.objectContaining({ sessionId: device.sessionId, deviceName: 'Phone' }),
      serverTime: expect.any(String),
    });
  });

  it('ends when the driver signs out, on this device only', async () => {
    const driverId = await newDriver();
    const [first, second] = [
      await DriverDevice.signIn(engine, driverId),
      await DriverDevice.signIn(engine, driverId),
    ];
    expect((await first.request('DELETE', 'sessions/current')).status).toBe(204);
    expect((await first.request('GET', 'me')).status).toBe(401);
    expect((await second.request('GET', 'me')).status).toBe(200);
  });

  it('expires when it is not used, and is extended by each use', async () => {
    const device = await DriverDevice.signIn(engine, await newDriver());
    const age = (hours: number) =>
      engine.query(
        `UPDATE driver_dispatch.driver_sessions
         SET last_used_at = last_used_at - make_interval(hours => $2), expires_at = expires_at - make_interval(hours => $2)
         WHERE id = $1`,
        [device.sessionId, hours],
      );
    await age(29 * 24);
    await device.request('GET', 'me');
    const { session } = (await device.request('GET', 'me')).body;
    expect(Date.parse(session.expiresAt) - Date.now()).toBeGreaterThan(29.9 * 24 * 3_600_000);
    expect(Date.now() - Date.parse(session.lastUsedAt)).toBeLessThan(60_000);
    await age(30 * 24 + 1);
    expect(await device.request('GET', 'me')).toMatchObject({
      status: 401,
      body: { error: { details: { reason: 'expired' } } },
    });
    const { body } = await engine.operate('GET', `/v1/drivers/${device.driverId}/sessions`);
    expect(body.sessions).toEqual([]);
  });

  it('is refused while its driver is deactivated', async () => {
    const device = await DriverDevice.signIn(engine, await newDriver());
    await engine.operate('DELETE', `/v1/drivers/${device.driverId}`);
    expect(await device.request('GET', 'me')).toMatchObject({
      status: 401,
      body: { error: { details: { reason: 'deactivated' } } },
    });
  });

  it('is revoked on all engines', async () => {
    const other = await servers.engine({ database: { url: engine.databaseUrl } });
    const device = await DriverDevice.signIn(engine, await newDriver());
    expect((await device.request('GET', 'me', undefined, { engine: other })).status).toBe(200);
    await engine.operate('DELETE', `/v1/drivers/${device.driverId}/sessions/${device.sessionId}`);
    expect((await device.request('GET', 'me', undefined, { engine: other })).status).toBe(401);
  });

  it('reports no locations after a revocation on another engine, although the session is remembered', async () => {
    const other = await servers.engine({ database: { url: engine.databaseUrl } });
    const device = await DriverDevice.signIn(engine, await newDriver());
    const lookup = jest.spyOn(other.running.application.get(SessionLookup, { strict: false }), 'find');
    const report = async () => {
      const locations = [{ point: nextPoint(), recordedAt: new Date().toISOString() }];
      return (await device.request('POST', 'locations', { locations }, { engine: other })).status;
    };
    expect([await report(), await report(), await report()]).toEqual([202, 202, 202]);
    expect(lookup).toHaveBeenCalledTimes(1);
    await engine.operate('DELETE', `/v1/drivers/${device.driverId}/sessions`);
    await eventually(report, (status) => status === 401);
    expect(lookup.mock.calls.length).toBeGreaterThan(1);
    const [known] = other.running.application.get(ReportingSessions, { strict: false })['sessions'].values();
    expect(known).toBeUndefined();
  });

  it('is stored and logged without its secrets', async () => {
    const driverId = await newDriver();
    const { invitation } = (await engine.operate('POST', `/v1/drivers/${driverId}/invitations`)).body;
    const { token } = signInReplySchema.parse((await signIn(invitation)).body);
    await signIn(invitation);
    const rows = await engine.query(
      `SELECT s::text, i::text FROM driver_dispatch.driver_sessions s
       FULL JOIN driver_dispatch.driver_invitations i ON false`,
    );
    const everything = JSON.stringify([rows, engine.log]);
    expect(everything).toContain(driverId);
    expect(everything).not.toContain(token);
    expect(everything).not.toContain(invitation);
  });

  it('gets a permit for proof images of its current delivery', async () => {
    const driverId = await newDriver();
    const point = nextPoint();
    await engine.driverAt(driverId, point);
    const { deliveryId } = await engine.order(point);
    const device = await DriverDevice.signIn(engine, driverId);
    const { status, body } = await device.step(deliveryId, 'proof-permit');
    expect(status).toBe(200);
    expect(body).toMatchObject({ url: IMAGES.imageUrl, expiresAt: expect.any(String) });
    expect(verifyProofPermit(IMAGES.imageKeys, body.permit)).toEqual({ deliveryId, driverId });
    await device.step(deliveryId, 'fail', { code: 'other' });
    expect((await device.step(deliveryId, 'proof-permit')).status).toBe(409);
    expect((await device.step('00000000-0000-4000-8000-000000000000', 'proof-permit')).status).toBe(404);
  });
});

describe('rate limits', () => {
  it('apply to each driver', async () => {
    const driverId = await newDriver();
    const [first, second] = [
      await DriverDevice.signIn(engine, driverId),
      await DriverDevice.signIn(engine, driverId),
    ];
    const other = await DriverDevice.signIn(engine, await newDriver());
    const statuses = await Promise.all(
      Array.from(
        { length: 21 },
        async (_, i) => (await (i % 2 ? first : second).request('GET', 'me')).status,
      ),
    );
    expect(statuses.sort()).toEqual([...Array<number>(20).fill(200), 429]);
    expect((await other.request('GET', 'me')).status).toBe(200);
  });

  it('apply to guesses of each client, not to sessions that are in use', async () => {
    const guarded = await servers.engine({
      database: { url: engine.databaseUrl },
      rateLimits: { guesses: 1 },
      http: { trustProxy: true },
    });
    const driverId = await newDriver();
    const [used, unused] = [
      await DriverDevice.signIn(guarded, driverId),
      await DriverDevice.signIn(guarded, driverId),
    ];
    expect((await used.request('GET', 'me', undefined, { engine: guarded })).status).toBe(200);
    const from = (client: string, token: string) =>
      fetch(`${guarded.url}/v1/driver/me`, {
        headers: { authorization: `Bearer ${token}`, 'x-forwarded-for': client },
      }).then(({ status }) => status);
    const invite = (client: string) =>
      fetch(`${guarded.url}/v1/driver/sessions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-forwarded-for': client },
        body: JSON.stringify({ invitation: 'A'.repeat(43), deviceName: 'Phone' }),
      }).then(({ status }) => status);
    for (const [guess, client, same] of [
      [(client: string) => from(client, 'B'.repeat(43)), '192.0.2.1', '192.0.2.1'],
      [invite, '2001:db8::1', '2001:db8::ffff'],
    ] as const) {
      for (let i = 0; i < 5; i++) {
        expect(await guess(client)).toBe(401);
      }
      expect(await guess(same)).toBe(429);
      expect(await from(same, unused.token)).toBe(429);
      expect(await from(same, used.token)).toBe(200);
      expect(await guess('192.0.2.7')).toBe(401);
    }
  });
});
