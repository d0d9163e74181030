import { randomBytes } from 'node:crypto';
import { httpOperator, type DispatchError, type EngineOperator, type Point } from '@driver-dispatch/contract';
import { inProcessOperator } from '../in-process-operator';
import { DriverDevice } from '../testing/driver-device';
import { nextPoint, north } from '../testing/points';
import { eventually, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';

const servers = useTestServers();
let engine: TestEngine;
let drivers = 0;

const PUBLIC_URL = 'https://dispatch.example.com';
const FORM = 'application/x-www-form-urlencoded; charset=UTF-8';
const JSON_TYPE = 'application/json; charset=utf-8';

beforeAll(async () => {
  engine = await servers.engine({ http: { publicUrl: PUBLIC_URL }, rateLimits: { tracker: 0, guesses: 0 } });
});

const secondsAgo = (seconds: number) => Math.floor(Date.now() / 1000) - seconds;

/** Registers a driver without a location. Returns the driver's id and a tracker secret. */
async function createTracker(): Promise<{ driverId: string; secretId: string; secret: string }> {
  const driverId = `tracked-${++drivers}`;
  await engine.drivers.register({ driverId, name: 'Tracked' });
  const { status, body } = await engine.operate('POST', `/v1/drivers/${driverId}/tracker-secrets`, {});
  expect(status).toBe(201);
  return { driverId, ...body };
}

async function post(
  secret: string,
  body?: string | Buffer,
  contentType?: string,
  { query = '', headers = {}, url = engine.url } = {},
): Promise<{ status: number; text: string; headers: Headers }> {
  const response = await fetch(`${url}/v1/track/${secret}${query}`, {
    method: 'POST',
    headers: { ...(contentType ? { 'content-type': contentType } : {}), ...headers },
    body: body === undefined ? undefined : new Uint8Array(Buffer.from(body)),
  });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

const ownTracks = (point: Point, tst: number) =>
  JSON.stringify({ _type: 'location', ...point, tst, acc: 5, vel: 20, t: 't', tid: 'ad' });

const send = (secret: string, point: Point, seconds: number) =>
  post(secret, ownTracks(point, seconds), JSON_TYPE);

/** Waits until a location is stored. Latitudes are compared, because the points of a test differ in them. */
async function untilStored(driverId: string, point: Point): Promise<void> {
  await eventually(
    () => engine.row(driverId),
    ({ lat }) => lat === point.lat,
  );
}

async function makeSilent(driverId: string): Promise<void> {
  await engine.query(
    `UPDATE driver_dispatch.drivers SET seen_at = now() - interval '9 minutes' WHERE id = $1`,
    [driverId],
  );
}

const isSeen = async (driverId: string): Promise<boolean> =>
  (await engine.row(driverId)).seen_at > Date.now() - 60_000;

describe('a tracking app', () => {
  const fields = ({ lat, lon }: Point, seconds: number) =>
    `id=1&lat=${lat}&lon=${lon}&timestamp=${seconds}&speed=5.83`;
  type Request = [body?: string, contentType?: string, options?: { query: string }];
  const formats: [string, string, (point: Point, seconds: number) => Request][] = [
    ['Traccar Client 10 with a form', '', (...location) => [fields(...location), FORM]],
    [
      'Traccar Client 10 with a query',
      '',
      (...location) => [undefined, undefined, { query: `?${fields(...location)}` }],
    ],
    [
      'Traccar Client 9',
      '',
      ({ lat, lon }, seconds) => {
        const timestamp = new Date(seconds * 1000).toISOString();
        const location = { timestamp, coords: { latitude: lat, longitude: lon, speed: 3 }, is_moving: true };
        return [JSON.stringify({ device_id: '1', location }), JSON_TYPE];
      },
    ],
    ['OwnTracks', '[]', (...location) => [ownTracks(...location), JSON_TYPE]],
  ];

  it.each(formats)('%s reports a location', async (_name, reply, format) => {
    const { driverId, secret } = await createTracker();
    const point = nextPoint();
    expect(await post(secret, ...format(point, secondsAgo(10)))).toMatchObject({ status: 200, text: reply });
    await untilStored(driverId, point);
    const { seen_at, location_at } = await engine.row(driverId);
    expect(seen_at.getTime()).toBeGreaterThan(Date.now() - 60_000);
    expect(location_at.getTime()).toBeLessThan(Date.now() - 9_000);
  });

  it('gets an empty array for messages of OwnTracks without a location', async () => {
    const { driverId, secret } = await createTracker();
    const replies = [
      await post(secret, JSON.stringify({ _type: 'transition', lat: 1, lon: 1, tst: 1 }), JSON_TYPE),
      await post(secret, '', JSON_TYPE),
      await post(secret),
    ];
    for (const reply of replies) {
      expect(reply).toMatchObject({ status: 200, text: '[]' });
    }
    expect((await engine.row(driverId)).seen_at).toBeNull();
  });

  it('gets an acknowledgement of an invalid location, which it would send forever', async () => {
    const { driverId, secret } = await createTracker();
    expect(await post(secret, `lat=91&lon=0&timestamp=${secondsAgo(1)}`, FORM)).toMatchObject({
      status: 200,
    });
    expect((await engine.row(driverId)).lat).toBeNull();
  });

  it('is AVAILABLE for orders at the reported location', async () => {
    const { driverId, secret } = await createTracker();
    const point = nextPoint();
    await engine.drivers.setStatus({ driverId, status: 'AVAILABLE', point: north(point, 20_000) });
    // A driver cannot move so fast, so the first location is dropped, and the second one confirms it.
    await send(secret, north(point, 10), secondsAgo(-1));
    await send(secret, point, secondsAgo(-2));
    await untilStored(driverId, point);
    const receipt = await engine.order(point);
    expect(await engine.untilState(receipt.deliveryId, 'ASSIGNED')).toMatchObject({ driverId });
  });

  it('without a location renews the heartbeat', async () => {
    const { driverId, secret } = await createTracker();
    await makeSilent(driverId);
    expect(await post(secret, `id=1&timestamp=${secondsAgo(1)}&batt=50`, FORM)).toMatchObject({
      status: 200,
    });
    await eventually(() => isSeen(driverId), Boolean);
  });

  it('with a clock far ahead renews the heartbeat and does not move the driver', async () => {
    const { driverId, secret } = await createTracker();
    const point = nextPoint();
    await send(secret, point, secondsAgo(10));
    await untilStored(driverId, point);
    await makeSilent(driverId);
    expect(await send(secret, north(point, 10), secondsAgo(-600))).toMatchObject({ status: 200, text: '[]' });
    await eventually(() => isSeen(driverId), Boolean);
    expect((await engine.row(driverId)).lat).toBe(point.lat);
  });
});

describe('locations of a tracker', () => {
  it('are stored in the order of their times, whatever the order of the requests', async () => {
    const { driverId, secret } = await createTracker();
    const point = nextPoint();
    const steps = Array.from({ length: 20 }, (_, i) => i).sort(() => Math.random() - 0.5);
    const replies = await Promise.all(
      // Each request is sent twice at once.
      steps.flatMap((i) => [0, 0].map(() => send(secret, north(point, i * 10), secondsAgo(100 - i)))),
    );
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
    await untilStored(driverId, north(point, 190));
  });

  it('that are duplicates renew only the heartbeat', async () => {
    const { driverId, secret } = await createTracker();
    const point = nextPoint();
    const seconds = secondsAgo(50);
    await send(secret, point, seconds);
    await untilStored(driverId, point);
    await makeSilent(driverId);
    expect(await send(secret, north(point, 10), seconds)).toMatchObject({ status: 200 });
    expect(await send(secret, north(point, 10), seconds - 1)).toMatchObject({ status: 200 });
    await eventually(() => isSeen(driverId), Boolean);
    expect((await engine.row(driverId)).lat).toBe(point.lat);
  });

  it('that jump are dropped, but renew the heartbeat', async () => {
    const { driverId, secret } = await createTracker();
    const point = nextPoint();
    await send(secret, point, secondsAgo(50));
    await untilStored(driverId, point);
    await makeSilent(driverId);
    await send(secret, north(point, 30_000), secondsAgo(40));
    await eventually(() => isSeen(driverId), Boolean);
    expect((await engine.row(driverId)).lat).toBe(point.lat);
    await send(secret, north(point, 100), secondsAgo(30));
    await untilStored(driverId, north(point, 100));
  });

  it('correct a wrong stored location', async () => {
    const { driverId, secret } = await createTracker();
    const point = nextPoint();
    await send(secret, north(point, 2_000_000), secondsAgo(50));
    await untilStored(driverId, north(point, 2_000_000));
    await send(secret, point, secondsAgo(40));
    await send(secret, north(point, 100), secondsAgo(30));
    await untilStored(driverId, north(point, 100));
  });
});

describe('a tracker secret', () => {
  it('is returned once, with links, and is not stored', async () => {
    const { driverId, secretId, secret, ...reply } = (await createTracker()) as Record<string, any>;
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
    expect(reply).toMatchObject({ label: null, lastUsedAt: null, url: `${PUBLIC_URL}/v1/track/${secret}` });
    const inline = new URL(reply.ownTracksLink).searchParams.get('inline')!;
    expect(JSON.parse(Buffer.from(inline, 'base64').toString()).url).toBe(reply.url);

    await send(secret, nextPoint(), secondsAgo(1));
    const { body } = await engine.operate('GET', `/v1/drivers/${driverId}/tracker-secrets`);
    expect(body).toEqual({
      trackerSecrets: [
        { secretId, label: null, createdAt: expect.any(String), lastUsedAt: expect.any(String) },
      ],
    });
    const rows = await engine.query('SELECT t::text FROM driver_dispatch.tracker_secrets t');
    expect(JSON.stringify(rows)).not.toContain(secret);
    expect(JSON.stringify(rows)).not.toContain(Buffer.from(secret, 'base64url').toString('hex'));
  });

  it('is refused as soon as it is revoked, by every engine', async () => {
    const other = await servers.engine({ database: { url: engine.databaseUrl } });
    const { driverId, secretId, secret } = await createTracker();
    const path = `/v1/drivers/${driverId}/tracker-secrets/${secretId}`;
    const requests = () =>
      Promise.all(
        [engine, other].map(async ({ url }) => (await post(secret, '', JSON_TYPE, { url })).status),
      );
    expect(await requests()).toEqual([200, 200]);
    await engine.operate('DELETE', `/v1/drivers/tracked-1/tracker-secrets/${secretId}`);
    expect(await requests()).toEqual([200, 200]);
    expect(await engine.operate('DELETE', path)).toMatchObject({ status: 200, body: { trackerSecrets: [] } });
    expect(await requests()).toEqual([401, 401]);
    expect((await engine.operate('DELETE', path)).status).toBe(200);
    await other.close();
  });

  it('moves only its own driver', async () => {
    const [one, two] = [await createTracker(), await createTracker()];
    const point = nextPoint();
    const message = {
      driverId: two.driverId,
      id: two.driverId,
      device_id: two.driverId,
      topic: two.driverId,
    };
    await post(
      one.secret,
      JSON.stringify({ ...JSON.parse(ownTracks(point, secondsAgo(5))), ...message }),
      JSON_TYPE,
    );
    await untilStored(one.driverId, point);
    expect((await engine.row(two.driverId)).lat).toBeNull();
  });

  it('of a deactivated driver is refused, and none is created', async () => {
    const { driverId, secret } = await createTracker();
    await engine.operate('DELETE', `/v1/drivers/${driverId}`);
    expect(await send(secret, nextPoint(), secondsAgo(1))).toMatchObject({ status: 401 });
    expect((await engine.operate('POST', `/v1/drivers/${driverId}/tracker-secrets`, {})).status).toBe(409);
  });

  it('replaces the least recently used one if the driver has five', async () => {
    const { driverId, secret } = await createTracker();
    const path = `/v1/drivers/${driverId}/tracker-secrets`;
    const { body: unused } = await engine.operate('POST', path, { label: 'unused' });
    await engine.query(
      `UPDATE driver_dispatch.tracker_secrets SET created_at = now() - interval '1 day' WHERE driver_id = $1`,
      [driverId],
    );
    expect((await post(secret, '', JSON_TYPE)).status).toBe(200);
    for (const label of ['3', '4', '5', '6']) {
      await engine.operate('POST', path, { label });
    }
    expect((await post(secret, '', JSON_TYPE)).status).toBe(200);
    expect((await post(unused.secret, '', JSON_TYPE)).status).toBe(401);
    const { body } = await engine.operate('GET', path);
    expect(body.trackerSecrets.map(({ label }: { label: string }) => label)).toEqual([
      '6',
      '5',
      '4',
      '3',
      null,
    ]);
  });
});

describe('a request', () => {
  it.each(['', 'short', 'x'.repeat(42), 'x'.repeat(44), 'x'.repeat(99), `${'x'.repeat(42)}%00`, "'or'1'='1"])(
    'with the secret %j is refused',
    async (secret) => {
      expect([401, 404]).toContain((await post(secret, '', JSON_TYPE)).status);
    },
  );

  const location = `lat=1&lon=1&timestamp=${secondsAgo(5)}`;
  const refused: [string, string | Buffer, string | undefined, number, string, object?][] = [
    ['plain text', location, 'text/plain', 400, 'invalid_message'],
    ['multipart', location, 'multipart/form-data; boundary=x', 400, 'invalid_message'],
    ['XML', '<a/>', 'application/xml', 400, 'invalid_message'],
    ['an invalid content type', location, 'form', 400, 'invalid_message'],
    ['an encoded form', location, FORM, 415, 'unsupported_encoding', { 'content-encoding': 'gzip' }],
    ['JSON in a form', ownTracks({ lat: 1, lon: 1 }, 1), FORM, 400, 'invalid_message'],
    ['a form in JSON', location, JSON_TYPE, 400, 'invalid_message'],
    ['another object', '{"type":"driver.heartbeat"}', JSON_TYPE, 400, 'invalid_message'],
    ['another form', 'type=driver.heartbeat', FORM, 400, 'invalid_message'],
    ['a form of many fields', `${location}&${'a&'.repeat(100_000)}`, FORM, 413, 'payload_too_large'],
    ['a huge body', 'x'.repeat(1_100_000), JSON_TYPE, 413, 'payload_too_large'],
    ['a list of too many locations', `[${'{},'.repeat(200_000)}{}]`, JSON_TYPE, 400, 'invalid_message'],
  ];
  it.each(refused)('with %s is refused', async (_name, body, type, status, code, headers = {}) => {
    const { driverId, secret } = await createTracker();
    const reply = await post(secret, body, type, { headers: headers as Record<string, string> });
    expect([reply.status, JSON.parse(reply.text).error.code]).toEqual([status, code]);
    expect((await engine.row(driverId)).lat).toBeNull();
  });

  it('with a form is refused on other routes', async () => {
    const response = await fetch(`${engine.url}/v1/drivers`, {
      method: 'POST',
      headers: { 'content-type': FORM, authorization: `Bearer ${engine.keys.operator[0]}` },
      body: JSON.stringify({ type: 'driver.register', driverId: 'mallory', name: 'Mallory' }),
    });
    expect(response.status).toBe(400);
  });
});

describe('the rate limit', () => {
  const unknown = () => randomBytes(32).toString('base64url');

  /** Sends requests until one is refused. Returns the `retry-after`; undefined if none is refused. */
  async function getRefusal({ url }: TestEngine, getSecret: () => string) {
    for (let i = 0; i < 30; i++) {
      const reply = await post(getSecret(), '', JSON_TYPE, { url });
      if (reply.status === 429) {
        return reply.headers.get('retry-after');
      }
    }
    return undefined;
  }

  it('of a secret does not affect other secrets', async () => {
    const limited = await servers.engine({
      database: { url: engine.databaseUrl },
      rateLimits: { tracker: 1 },
    });
    const [one, two] = [await createTracker(), await createTracker()];
    expect(await getRefusal(limited, () => one.secret)).toMatch(/^[1-5]$/);
    expect(await post(two.secret, '', JSON_TYPE, { url: limited.url })).toMatchObject({ status: 200 });
    await limited.close();
  });

  it('of guesses at an address does not affect secrets that were used before', async () => {
    const limited = await servers.engine({
      database: { url: engine.databaseUrl },
      rateLimits: { guesses: 1 },
    });
    const [used, other] = [await createTracker(), await createTracker()];
    const { url } = limited;
    expect(await post(used.secret, '', JSON_TYPE, { url })).toMatchObject({ status: 200 });
    expect(await getRefusal(limited, unknown)).toMatch(/^[1-5]$/);
    expect(await post(other.secret, '', JSON_TYPE, { url })).toMatchObject({ status: 429 });
    expect(await post(used.secret, '', JSON_TYPE, { url })).toMatchObject({ status: 200 });
    await limited.close();
  });
});

describe('a driver session', () => {
  it('creates a tracker secret of its own driver, which ends when the session is revoked', async () => {
    const driverId = 'session-driver';
    await engine.drivers.register({ driverId, name: 'Session' });
    const device = await DriverDevice.signIn(engine, driverId);
    const { status, body } = await device.request('POST', 'tracker-secrets', {
      label: 'Phone',
      driverId: 'tracked-1',
    });
    expect([status, body.label, body.url]).toEqual([201, 'Phone', `${PUBLIC_URL}/v1/track/${body.secret}`]);
    const point = nextPoint();
    expect((await send(body.secret, point, secondsAgo(10))).status).toBe(200);
    await untilStored(driverId, point);
    await engine.operate('DELETE', `/v1/drivers/${driverId}/sessions/${device.sessionId}`);
    expect((await send(body.secret, point, secondsAgo(1))).status).toBe(401);
    const list = await engine.operate('GET', `/v1/drivers/${driverId}/tracker-secrets`);
    expect(list.body).toEqual({ trackerSecrets: [] });
  });

  it.each([
    ['keeps the tracker secrets of an expired session', 'expires_at', 200, 1],
    ['deletes the tracker secrets of a revoked session', 'revoked_at', 401, 0],
  ])('that is created later %s', async (_, end, status, left) => {
    const { driverId, secretId } = await createTracker();
    const device = await DriverDevice.signIn(engine, driverId);
    const { body } = await device.request('POST', 'tracker-secrets', { label: 'Phone' });
    await engine.query(
      `UPDATE driver_dispatch.driver_sessions SET ${end} = now() - interval '31 days' WHERE id = $1`,
      [device.sessionId],
    );
    await DriverDevice.signIn(engine, driverId);
    expect((await post(body.secret, '', JSON_TYPE)).status).toBe(status);
    const secrets = await engine.query(
      `SELECT id FROM driver_dispatch.tracker_secrets WHERE driver_id = $1 AND id <> $2`,
      [driverId, secretId],
    );
    expect(secrets).toHaveLength(left);
  });

  it('lists and revokes the tracker secrets of its own driver', async () => {
    const [own, other] = [await createTracker(), await createTracker()];
    const device = await DriverDevice.signIn(engine, own.driverId);
    const { body: second } = await device.request('POST', 'tracker-secrets', { label: 'Phone' });
    const listed = await device.request('GET', 'tracker-secrets');
    const idsOf = ({ body }: { body: { trackerSecrets: { secretId: string }[] } }) =>
      body.trackerSecrets.map(({ secretId }) => secretId);
    expect(idsOf(listed)).toEqual([second.secretId, own.secretId]);
    expect(JSON.stringify(listed.body)).not.toContain(second.secret);
    const revoke = (secretId: string) => device.request('DELETE', `tracker-secrets/${secretId}`);
    expect(idsOf(await revoke(other.secretId))).toEqual(idsOf(listed));
    expect(idsOf(await revoke(own.secretId))).toEqual([second.secretId]);
    expect(idsOf(await revoke(own.secretId))).toEqual([second.secretId]);
    expect((await revoke('no-uuid')).status).toBe(400);
    const status = async (secret: string) => (await post(secret, '', JSON_TYPE)).status;
    expect([await status(own.secret), await status(second.secret), await status(other.secret)]).toEqual([
      401, 200, 200,
    ]);
  });
});

const operators: [string, () => EngineOperator & { close?(): void }][] = [
  ['over HTTP', () => httpOperator({ url: engine.url, key: engine.keys.operator[0]! })],
  ['in the process', () => inProcessOperator(engine.running.application)],
];

describe.each(operators)('an operator %s', (_, connect) => {
  let operator: ReturnType<typeof connect>;
  beforeAll(() => (operator = connect()));
  afterAll(() => operator.close?.());

  it('creates, lists and revokes tracker secrets', async () => {
    const { driverId, secretId: first } = await createTracker();
    const created = await operator.createTrackerSecret(driverId, { label: 'Phone' });
    expect(created.url).toBe(`${PUBLIC_URL}/v1/track/${created.secret}`);
    expect((await post(created.secret, '', JSON_TYPE)).status).toBe(200);
    const { secret, url: _url, traccarLink, ownTracksLink, ...stored } = created;
    expect([traccarLink, ownTracksLink]).toEqual([
      expect.stringMatching('^org.traccar.client:'),
      expect.stringMatching('^owntracks:'),
    ]);
    expect(await operator.trackerSecrets(driverId)).toEqual([
      { ...stored, label: 'Phone', lastUsedAt: expect.any(String) },
      { secretId: first, label: null, createdAt: expect.any(String), lastUsedAt: null },
    ]);
    expect(await operator.revokeTrackerSecret(driverId, created.secretId)).toMatchObject([
      { secretId: first },
    ]);
    expect(await operator.revokeTrackerSecret(driverId, created.secretId)).toHaveLength(1);
    expect((await post(secret, '', JSON_TYPE)).status).toBe(401);
  });

  it('gets codes for unknown and deactivated drivers and invalid ids', async () => {
    const getCode = (work: Promise<unknown>) =>
      work.then(
        () => 'ok',
        (error: DispatchError) => error.code,
      );
    const { driverId } = await createTracker();
    await operator.editDriver(driverId, { active: false });
    expect(await getCode(operator.createTrackerSecret(driverId))).toBe('driver_inactive');
    expect(await getCode(operator.createTrackerSecret('unknown'))).toBe('not_found');
    expect(await getCode(operator.createTrackerSecret(driverId, { label: '' }))).toBe('invalid_message');
    expect(await getCode(operator.trackerSecrets('unknown'))).toBe('not_found');
    expect(await getCode(operator.revokeTrackerSecret(driverId, 'no-uuid'))).toBe('invalid_message');
  });
});

it('writes no secret to logs and error replies', async () => {
  const { secretId, secret } = await createTracker();
  const revoked = await createTracker();
  await engine.operate('DELETE', `/v1/drivers/${revoked.driverId}/tracker-secrets/${revoked.secretId}`);
  const replies = [
    await send(secret, nextPoint(), secondsAgo(20)),
    await send(secret, north(nextPoint(), 9e6), secondsAgo(10)),
    await send(revoked.secret, nextPoint(), secondsAgo(1)),
    await post(secret, '{', JSON_TYPE),
    await post(secret, 'x', 'text/plain'),
    await post(`${secret}/more`, '', JSON_TYPE),
    await post(`${secret}%zz`, '', JSON_TYPE),
    await post(secret.repeat(5), '', JSON_TYPE),
    await post(`${secret}x`, '', JSON_TYPE),
  ];
  const wrongMethod = await fetch(`${engine.url}/v1/track/${secret}`);
  replies.push({ status: wrongMethod.status, text: await wrongMethod.text(), headers: wrongMethod.headers });
  await engine.query('ALTER TABLE driver_dispatch.tracker_secrets RENAME TO renamed');
  replies.push(await send(secret, nextPoint(), secondsAgo(1)));
  await engine.query('ALTER TABLE driver_dispatch.renamed RENAME TO tracker_secrets');

  expect(replies.map(({ status }) => status)).toEqual([
    200, 200, 401, 400, 400, 404, 400, 400, 401, 404, 500,
  ]);
  expect(engine.logged('error')).not.toEqual([]);
  expect(JSON.stringify(engine.log)).toContain(secretId);
  for (const text of [JSON.stringify(engine.log), ...replies.map(({ text }) => text)]) {
    expect(text).not.toContain(secret);
    expect(text).not.toContain(revoked.secret);
  }
});
