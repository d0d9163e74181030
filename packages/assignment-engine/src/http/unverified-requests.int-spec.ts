import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { createHmac } from 'node:crypto';
import { generateSigningKey, signMessage, UnverifiedBodies } from '@driver-dispatch/contract';
import { eventually, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';

const servers = useTestServers();
const HEARTBEAT = '/v1/driver-app/heartbeat';
const heartbeat = JSON.stringify({ type: 'driver.heartbeat', driverId: 'ada' });

async function post(url: string, body: string | Buffer, headers: object) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers } as Record<string, string>,
    body: new Uint8Array(Buffer.from(body)),
  });
  const { error } = (await response.json()) as { error?: { code: string } };
  return { status: response.status, code: error?.code, retryAfter: response.headers.get('retry-after') };
}

/** Signature headers for a binary body. */
function signBytes(key: string, bytes: Buffer) {
  const [id, timestamp] = ['msg_bytes', String(Math.floor(Date.now() / 1000))];
  const secret = Buffer.from(key.replace('whsec_', ''), 'base64');
  const signature = createHmac('sha256', secret).update(`${id}.${timestamp}.`).update(bytes).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}

/** Signature headers with a key that the engine does not have. */
const forged = (at?: Date) => ({ ...signMessage([generateSigningKey()], 'msg_forged', '', at) });

/** Sends the headers of a request and a part of its body. Returns the open socket. */
async function sendPart(
  url: string,
  contentLength: number,
  sent: number,
  { path = HEARTBEAT, headers = forged() as object } = {},
): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  const allHeaders = {
    host: 'x',
    'content-type': 'application/json',
    'content-length': contentLength,
    ...headers,
  };
  const lines = Object.entries(allHeaders).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
  socket.write('x'.repeat(sent));
  return socket;
}

describe('a request with an invalid signature or key', () => {
  let engine: TestEngine;

  beforeAll(async () => {
    engine = await servers.engine();
    await engine.drivers.register({ driverId: 'ada', name: 'Ada' });
  });

  it.each(['{"type":', '', '[[[['])('is refused before its body %j is parsed', async (body) => {
    const forged = signMessage([generateSigningKey()], 'msg_1', body);
    expect(await post(engine.url + HEARTBEAT, body, forged)).toMatchObject({
      status: 401,
      code: 'signature_invalid',
    });
    const wrong = { authorization: 'Bearer a-wrong-operator-key-of-some-length' };
    expect(await post(`${engine.url}/v1/drivers`, body, wrong)).toMatchObject({
      status: 401,
      code: 'unauthorized',
    });
  });

  it.each(['gzip', 'deflate', 'br', 'identity, gzip'])(
    'is refused with the content encoding %s',
    async (encoding) => {
      const body = gzipSync(heartbeat);
      const headers = { ...signBytes(engine.keys.driverApp[0], body), 'content-encoding': encoding };
      expect(await post(engine.url + HEARTBEAT, body, headers)).toMatchObject({
        status: 415,
        code: 'unsupported_encoding',
      });
    },
  );

  it('is accepted with a valid signature and the content encoding identity', async () => {
    const headers = {
      ...signMessage(engine.keys.driverApp, 'msg_2', heartbeat),
      'content-encoding': 'identity',
    };
    expect((await post(engine.url + HEARTBEAT, heartbeat, headers)).status).toBe(200);
  });
});

describe('an incomplete body', () => {
  let engine: TestEngine;

  beforeAll(async () => {
    engine = await servers.engine({ http: { requestTimeoutSeconds: 600 } });
  });

  const { 'webhook-id': _, ...withoutId } = forged();
  const wrongBearer = { authorization: 'Bearer a-wrong-operator-key-of-some-length' };
  it.each([
    ['no signature', 'signature_missing', HEARTBEAT, {}],
    ['no id', 'signature_missing', HEARTBEAT, withoutId],
    ['an old timestamp', 'timestamp_out_of_tolerance', HEARTBEAT, forged(new Date(0))],
    ['no operator key', 'unauthorized', '/v1/drivers', {}],
    ['a wrong operator key', 'unauthorized', '/v1/drivers', wrongBearer],
  ])('is refused before the rest arrives with %s', async (_case, code, path, headers) => {
    const socket = await sendPart(engine.url, 1_000, 1, { path, headers });
    const [answer] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 401 /);
    expect(answer.toString()).toContain(code);
    expect(engine.running.application.get(UnverifiedBodies).bytes).toBe(0);
  });
});

describe('the memory limit of unverified bodies', () => {
  let engine: TestEngine;
  let bodies: UnverifiedBodies;
  const sockets: Socket[] = [];
  const big = JSON.stringify({ type: 'driver.heartbeat', driverId: 'ada', padding: 'x'.repeat(400_000) });
  const send = (body: string) =>
    post(engine.url + HEARTBEAT, body, signMessage(engine.keys.driverApp, `msg_${Math.random()}`, body));

  beforeAll(async () => {
    engine = await servers.engine({ http: { maxUnverifiedBytes: 1_000_000, requestTimeoutSeconds: 600 } });
    bodies = engine.running.application.get(UnverifiedBodies);
    await engine.drivers.register({ driverId: 'ada', name: 'Ada' });
  });
  afterAll(() => sockets.forEach((socket) => socket.destroy()));

  it('refuses stalled bodies first and no other request', async () => {
    const stalled = await sendPart(engine.url, 900_000, 800_000);
    sockets.push(stalled);
    const answer = once(stalled, 'data') as Promise<[Buffer]>;
    await eventually(
      () => bodies.bytes,
      (bytes) => bytes > 800_000,
    );
    for (let i = 0; i < 5; i++) {
      sockets.push(await sendPart(engine.url, 100, 1));
    }
    await eventually(
      () => bodies.bytes,
      (bytes) => bytes > 880_000,
    );
    for (const path of ['/health/live', '/health/ready', '/metrics']) {
      const headers = { authorization: `Bearer ${engine.keys.operator[0]}` };
      expect([path, (await fetch(engine.url + path, { headers })).status]).toEqual([path, 200]);
    }
    expect((await send(big)).status).toBe(200);
    expect((await answer)[0].toString()).toMatch(/^HTTP\/1\.1 429 .*retry-after: 1\r\n/s);
    sockets.forEach((socket) => socket.destroy());
    await eventually(
      () => bodies.bytes,
      (bytes) => bytes === 0,
    );
  });

  it('does not count completed or refused bodies', async () => {
    for (let i = 0; i < 20; i++) {
      expect((await send(big)).status).toBe(200);
      expect((await post(engine.url + HEARTBEAT, big, {})).status).toBe(401);
      expect((await post(engine.url + HEARTBEAT, big, forged())).status).toBe(401);
      expect((await post(engine.url + HEARTBEAT, 'x'.repeat(1_100_000), forged())).status).toBe(413);
    }
    expect(bodies.bytes).toBe(0);
  });
});

describe('a client behind a proxy', () => {
  /**
   * Sends one incomplete body of a first client and two of a second one. The limit allows two.
   *
   * @returns address and status of the refused client
   */
  async function getRefused(trustProxy: boolean | number | string) {
    const engine = await servers.engine({
      redis: false,
      http: { trustProxy, maxUnverifiedBytes: 2.5 * 32_768, requestTimeoutSeconds: 600 },
    });
    const sockets: Socket[] = [];
    const answers: Promise<string>[] = [];
    for (const client of ['192.0.2.2', '192.0.2.1', '192.0.2.1']) {
      const forwarded = { ...forged(), 'x-forwarded-for': `198.51.100.${sockets.length}, ${client}` };
      const socket = await sendPart(engine.url, 100_000, 1, { headers: forwarded });
      sockets.push(socket);
      answers.push(once(socket, 'data').then(([answer]) => `${client}: ${String(answer).slice(9, 12)}`));
      const bodies = engine.running.application.get(UnverifiedBodies);
      await eventually(
        () => bodies.bytes,
        (bytes) => bytes === 32_768 * Math.min(sockets.length, 2),
      );
    }
    const refused = await Promise.race(answers);
    sockets.forEach((socket) => socket.destroy());
    return refused;
  }

  it.each([[1], ['loopback'], ['127.0.0.1, 10.0.0.0/8']])(
    'is identified by the forwarded address if the trusted proxy is %j',
    async (trustProxy) => {
      expect(await getRefused(trustProxy)).toBe('192.0.2.1: 429');
    },
  );

  it('is identified by the address of the proxy if no proxy is trusted', async () => {
    expect(await getRefused(false)).toBe('192.0.2.2: 429');
  });
});

describe('a request that arrives too slowly', () => {
  let engine: TestEngine;

  beforeAll(async () => {
    engine = await servers.engine({ http: { requestTimeoutSeconds: 1 } });
  });

  it('is refused with 408', async () => {
    const socket = await sendPart(engine.url, 1_000, 10);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 408 /);
  });
});

describe('a route without a configured key', () => {
  it.each([
    ['driverApp', HEARTBEAT],
    ['vendure', '/v1/webhooks/vendure'],
    ['operator', '/v1/drivers'],
  ] as const)('returns not_found: %s', async (party, path) => {
    const engine = await servers.engine({ redis: false, keys: { [party]: [] } });
    const signed = signMessage([generateSigningKey()], 'msg_1', heartbeat);
    for (const headers of [{}, signed, { authorization: 'Bearer ' }]) {
      expect(await post(engine.url + path, heartbeat, headers)).toMatchObject({
        status: 404,
        code: 'not_found',
      });
    }
  });
});
