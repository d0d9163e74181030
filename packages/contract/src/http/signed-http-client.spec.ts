import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import { DispatchError } from '../errors/dispatch-error';
import { generateSigningKey } from '../signatures/signing-keys';
import { verifySignature } from '../signatures/verify-signature';
import { SignedHttpClient, type SignedHttpClientOptions } from './signed-http-client';

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void;

const key = generateSigningKey();
const answerJson = (status: number, body: unknown, headers = {}): Answer => {
  return (_, response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
};

describe('SignedHttpClient', () => {
  let server: Server;
  let url: string;
  let answer: Answer;
  let requests: { request: IncomingMessage; body: string; port: number }[];
  const clients: SignedHttpClient[] = [];

  beforeEach(async () => {
    requests = [];
    answer = answerJson(200, { ok: true });
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += String(chunk)));
      request.on('end', () => {
        requests.push({ request, body, port: request.socket.remotePort! });
        answer(request, response, body);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterEach(async () => {
    clients.splice(0).forEach((client) => client.close());
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  function client(options: Partial<SignedHttpClientOptions> = {}): SignedHttpClient {
    const created = new SignedHttpClient({ url, keys: [key], timeoutMs: 2_000, ...options });
    clients.push(created);
    return created;
  }

  async function failure(work: Promise<unknown>): Promise<DispatchError> {
    const error: unknown = await work.then(
      (reply) => new Error(`answered ${JSON.stringify(reply)}`),
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(DispatchError);
    return error as DispatchError;
  }

  it('posts JSON signed with its key and the given id', async () => {
    await expect(client().post('/v1/x', 'msg_1', { name: 'Müller 🚲' })).resolves.toEqual({ ok: true });
    const [{ request, body }] = requests;
    expect([request.method, request.url]).toEqual(['POST', '/v1/x']);
    expect(request.headers['content-type']).toBe('application/json');
    expect(JSON.parse(body)).toEqual({ name: 'Müller 🚲' });
    expect(verifySignature([key], request.headers, body)).toBe('msg_1');
  });

  it('signs with every key', async () => {
    const fresh = generateSigningKey();
    await client({ keys: [key, fresh] }).post('', 'm', {});
    const [{ request, body }] = requests;
    expect(verifySignature([key], request.headers, body)).toBe('m');
    expect(verifySignature([fresh], request.headers, body)).toBe('m');
  });

  it('keeps the path and the query of its URL', async () => {
    await client({ url: `${url}/base/?shop=1` }).post('/sub', 'm', {});
    await client({ url: `${url}/hook` }).post('', 'm', {});
    expect(requests.map(({ request }) => request.url)).toEqual(['/base/sub?shop=1', '/hook']);
  });

  it('sends GET requests without a signature', async () => {
    await client().get('/health');
    expect(requests[0].request.method).toBe('GET');
    expect(requests[0].request.headers['webhook-signature']).toBeUndefined();
  });

  it('reuses its connection', async () => {
    const one = client();
    for (let i = 0; i < 5; i++) {
      await one.post('', `m${i}`, {});
      // A connection can be reused in the next turn of the event loop after its reply.
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(new Set(requests.map(({ port }) => port)).size).toBe(1);
  });

  it('opens at most maxSockets connections', async () => {
    const limited = client({ maxSockets: 2 });
    await Promise.all(Array.from({ length: 10 }, (_, i) => limited.post('', `m${i}`, {})));
    expect(requests).toHaveLength(10);
    expect(new Set(requests.map(({ port }) => port)).size).toBeLessThanOrEqual(2);
  });

  it('returns undefined for an empty body', async () => {
    answer = (_, response) => response.writeHead(204).end();
    await expect(client().post('', 'm', {})).resolves.toBeUndefined();
  });

  it('times out if the receiver does not reply', async () => {
    answer = () => undefined;
    const error = await failure(client({ timeoutMs: 100 }).post('', 'm', {}));
    expect([error.code, error.retryable]).toEqual(['timeout', true]);
  });

  it('times out while a body arrives slowly', async () => {
    let interval: NodeJS.Timeout | undefined;
    answer = (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      interval = setInterval(() => response.write(' '), 20);
    };
    // The server sends bytes until the client gives up.
    const error = await failure(client({ timeoutMs: 200 }).post('', 'm', {}));
    clearInterval(interval);
    expect(error.code).toBe('timeout');
  });

  it('rejects a reply larger than maxReplyBytes', async () => {
    answer = answerJson(200, 'x'.repeat(2_000));
    expect((await failure(client({ maxReplyBytes: 1_000 }).post('', 'm', {}))).code).toBe('response_invalid');
    await expect(client({ maxReplyBytes: 3_000 }).post('', 'm', {})).resolves.toHaveLength(2_000);
  });

  it('rejects a chunked reply larger than maxReplyBytes', async () => {
    answer = (_, response) => {
      response.writeHead(200, { 'transfer-encoding': 'chunked' });
      response.write('"' + 'x'.repeat(5_000));
      response.end('"');
    };
    expect((await failure(client({ maxReplyBytes: 1_000 }).post('', 'm', {}))).code).toBe('response_invalid');
  });

  it.each([301, 302, 307, 308])('does not follow a redirect (%d)', async (status) => {
    answer = answerJson(status, {}, { location: `${url}/elsewhere` });
    const error = await failure(client().post('/here', 'm', {}));
    expect([error.code, error.retryable]).toEqual(['redirect_refused', true]);
    expect(requests.map(({ request }) => request.url)).toEqual(['/here']);
  });

  it("throws the receiver's error code", async () => {
    const refusal = new DispatchError('sequence_gap', 'Waiting for 3', { details: { expected: 3 } });
    answer = answerJson(409, refusal.toBody());
    expect(await failure(client().post('', 'm', {}))).toMatchObject({
      code: 'sequence_gap',
      message: 'Waiting for 3',
      details: { expected: 3 },
      retryable: true,
    });
  });

  it.each([
    [400, 'invalid_message', false],
    [401, 'unauthorized', false],
    [403, 'unauthorized', false],
    [404, 'response_invalid', true],
    [410, 'endpoint_gone', false],
    [413, 'payload_too_large', false],
    [429, 'rate_limited', true],
    [418, 'response_invalid', true],
    [500, 'unreachable', true],
    [502, 'unreachable', true],
    [503, 'unreachable', true],
  ])('maps the status %d of a proxy to %s', async (status, code, retryable) => {
    answer = (_, response) => response.writeHead(status).end('<html>Bad Gateway</html>');
    const error = await failure(client().post('', 'm', {}));
    expect([error.code, error.retryable]).toEqual([code, retryable]);
  });

  it.each(['7', new Date(Date.now() + 60_000).toUTCString(), new Date(0).toUTCString(), 'soon', undefined])(
    'parses the Retry-After header %s',
    async (header) => {
      const headers = header === undefined ? {} : { 'retry-after': header };
      for (const body of [new DispatchError('rate_limited', 'no').toBody(), undefined]) {
        answer = answerJson(429, body, headers);
        const { code, retryAfterSeconds } = await failure(client().post('', 'm', {}));
        expect(code).toBe('rate_limited');
        if (header === '7') {
          expect(retryAfterSeconds).toBe(7);
        } else if (header?.includes('1970')) {
          expect(retryAfterSeconds).toBe(0);
        } else if (header?.endsWith('GMT')) {
          expect(retryAfterSeconds).toBeGreaterThan(10);
          expect(retryAfterSeconds).toBeLessThanOrEqual(60);
        } else {
          expect(retryAfterSeconds).toBeUndefined();
        }
      }
    },
  );

  it('rejects a reply that is not JSON', async () => {
    answer = (_, response) => response.writeHead(200).end('<html>Welcome</html>');
    expect((await failure(client().post('', 'm', {}))).code).toBe('response_invalid');
  });

  it('throws unreachable if the port is closed', async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const error = await failure(client({ url: `http://127.0.0.1:${port}` }).post('', 'm', {}));
    expect([error.code, error.retryable]).toEqual(['unreachable', true]);
  });

  it('throws unreachable if the connection is closed', async () => {
    const cutting = createTcpServer((socket: Socket) => void socket.once('data', () => socket.destroy()));
    await new Promise<void>((resolve) => cutting.listen(0, '127.0.0.1', resolve));
    const { port } = cutting.address() as AddressInfo;
    const error = await failure(client({ url: `http://127.0.0.1:${port}` }).post('', 'm', {}));
    await new Promise((resolve) => cutting.close(resolve));
    expect(error.code).toBe('unreachable');
  });

  it('does not include its key in errors', async () => {
    answer = (_, response) => response.destroy();
    const error = await failure(client().post('', 'm', {}));
    expect(JSON.stringify([error.message, error.details, String(error.cause)])).not.toContain(key.slice(6));
  });

  it.each(['ftp://example.com', 'file:///etc/passwd', 'http://me:secret@example.com'])(
    'rejects the URL %s',
    (address) => {
      const create = () => new SignedHttpClient({ url: address, keys: [key] });
      expect(create).toThrow(/http or https, without user and password/);
      expect(create).not.toThrow(/secret/);
    },
  );

  it('requires a key', () => {
    const create = () => new SignedHttpClient({ url, keys: [] });
    expect(create).toThrow('keys: at least one signing key is required');
  });
});
