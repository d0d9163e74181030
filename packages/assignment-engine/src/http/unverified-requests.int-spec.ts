import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { createHmac } from 'node:crypto';
import { generateSigningKey, signMessage } from '@driver-dispatch/contract';
import { eventually, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';
import { UnverifiedBodies } from './unverified-bodies';

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

/** Headers that sign bytes as they are. */
function signBytes(key: string, bytes: Buffer) {
  const [id, timestamp] = ['msg_bytes', String(Math.floor(Date.now() / 1000))];
  const secret = Buffer.from(key.replace('whsec_', ''), 'base64');
  const signature = createHmac('sha256', secret).update(`${id}.${timestamp}.`).update(bytes).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}

/** Sends a request's head and part of its body, and leaves it there. */
async function half(url: string, contentLength: number, sent: number): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(
    `POST ${HEARTBEAT} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${contentLength}\r\n\r\n`,
  );
  socket.write('x'.repeat(sent));
  return socket;
}

describe('a request whose sender is not verified', () => {
  let engine: TestEngine;

  beforeAll(async () => {
    engine = await servers.engine();
    await engine.drivers.register({ driverId: 'ada', name: 'Ada' });
  });

  it.each(['{"type":', '', '[[[['])('is refused before its body %j is parsed', async (body) => {
    const forged = signMessage([generateSigningKey()], 'msg_1', body);
    expect(await post(engine.url + HEARTBEAT, body, forged)).toMatchObject({
      ...{ status: 401, code: 'signature_invalid' },
    });
    const wrong = { authorization: 'Bearer a-key-that-nobody-was-given' };
    expect(await post(`${engine.url}/v1/drivers`, body, wrong)).toMatchObject({
      ...{ status: 401, code: 'unauthorized' },
    });
  });

  it.each(['gzip', 'deflate', 'br', 'identity, gzip'])(
    'is refused when its body is encoded by %s',
    async (encoding) => {
      const body = gzipSync(heartbeat);
      const headers = { ...signBytes(engine.keys.driverApp[0], body), 'content-encoding': encoding };
      expect(await post(engine.url + HEARTBEAT, body, headers)).toMatchObject({
        ...{ status: 415, code: 'unsupported_encoding' },
      });
    },
  );

  it('may say that its body is not encoded', async () => {
    const headers = {
      ...signMessage(engine.keys.driverApp, 'msg_2', heartbeat),
      'content-encoding': 'identity',
    };
    expect((await post(engine.url + HEARTBEAT, heartbeat, headers)).status).toBe(200);
  });
});

describe('the memory of unverified requests', () => {
  let engine: TestEngine;
  const sockets: Socket[] = [];
  const big = JSON.stringify({ type: 'driver.heartbeat', driverId: 'ada', padding: 'x'.repeat(400_000) });
  const send = (body: string) =>
    post(engine.url + HEARTBEAT, body, signMessage(engine.keys.driverApp, `msg_${Math.random()}`, body));

  beforeAll(async () => {
    engine = await servers.engine({ http: { maxUnverifiedBytes: 1_000_000, requestTimeoutSeconds: 600 } });
    await engine.drivers.register({ driverId: 'ada', name: 'Ada' });
  });
  afterAll(() => sockets.forEach((socket) => socket.destroy()));

  it('is bounded for all together, and free again when they end', async () => {
    expect((await send(big)).status).toBe(200);
    sockets.push(await half(engine.url, 900_000, 400_000), await half(engine.url, 900_000, 400_000));
    const bodies = engine.running.application.get(UnverifiedBodies);
    await eventually(
      () => bodies.bytes,
      (bytes) => bytes > 800_000,
    );
    const refused = await send(big);
    expect(refused).toEqual({ status: 429, code: 'rate_limited', retryAfter: '2' });
    expect((await send(heartbeat)).status).toBe(200);
    sockets.forEach((socket) => socket.destroy());
    await eventually(
      () => send(big),
      ({ status }) => status === 200,
    );
  });

  it('counts no request after it was verified or answered', async () => {
    for (let i = 0; i < 20; i++) {
      expect((await send(big)).status).toBe(200);
      expect((await post(engine.url + HEARTBEAT, big, {})).status).toBe(401);
    }
  });
});

describe('a request that arrives too slowly', () => {
  let engine: TestEngine;

  beforeAll(async () => {
    engine = await servers.engine({ http: { requestTimeoutSeconds: 1 } });
  });

  it('is answered with 408', async () => {
    const socket = await half(engine.url, 1_000, 10);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 408 /);
  });
});

describe('a route whose key is not configured', () => {
  it.each([
    ['driverApp', HEARTBEAT],
    ['vendure', '/v1/webhooks/vendure'],
    ['operator', '/v1/drivers'],
  ] as const)('does not exist: %s', async (party, path) => {
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
