import { once } from 'node:events';
import {
  createServer,
  request as send,
  type ClientRequest,
  type IncomingMessage,
  type Server,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { generateSigningKey, signMessage } from '@driver-dispatch/contract';
import { signedBody, type SignedRequest } from './signed-body.middleware';

const MAX_BYTES = 2_000_000;
const key = generateSigningKey();
const message = JSON.stringify({ hello: 'world' });

describe('signedBody', () => {
  let server: Server | undefined;
  let requests = 0;
  const begun: ClientRequest[] = [];

  /** Starts a server behind the middleware that replies with the parsed body. */
  async function listen(options: { keys?: string[]; limits?: object } = {}): Promise<number> {
    const limits = { maxBodyBytes: MAX_BYTES, maxTotalBytes: 4_000_000, ...options.limits };
    const middleware = signedBody(options.keys ?? [key], limits);
    const started = createServer((request, response) => {
      requests++;
      const { body, messageId } = request as SignedRequest;
      void middleware(request, response, () => {
        const passed = request as SignedRequest;
        response.end(JSON.stringify({ body: passed.body ?? body, id: passed.messageId ?? messageId }));
      });
    });
    server = started;
    started.listen(0, '127.0.0.1');
    await once(started, 'listening');
    return (started.address() as AddressInfo).port;
  }

  afterEach(async () => {
    begun.splice(0).forEach((request) => request.destroy());
    server?.closeAllConnections();
    await new Promise((resolve) => server?.close(resolve));
    jest.restoreAllMocks();
  });

  function begin(port: number, headers: Record<string, string> = {}): ClientRequest {
    const request = send({ port, host: '127.0.0.1', method: 'POST', headers });
    request.on('error', () => undefined);
    begun.push(request);
    return request;
  }

  async function getResponse(request: ClientRequest): Promise<{ status?: number; text: string }> {
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    const chunks: Buffer[] = [];
    for await (const chunk of response) {
      chunks.push(chunk as Buffer);
    }
    return { status: response.statusCode, text: Buffer.concat(chunks).toString() };
  }

  function post(port: number, body: Buffer | string, headers: Record<string, string> = {}) {
    const request = begin(port, headers);
    const answer = getResponse(request);
    request.end(body);
    return answer;
  }

  const signed = (body = message, keys = [key]) => ({ ...signMessage(keys, 'm-1', body) });

  it('passes the parsed body and id of a signed request', async () => {
    const { status, text } = await post(await listen(), message, signed());
    expect([status, JSON.parse(text)]).toEqual([200, { body: { hello: 'world' }, id: 'm-1' }]);
  });

  it('rejects a compressed body without decompressing it', async () => {
    const bomb = gzipSync(Buffer.alloc(MAX_BYTES, ' '));
    const { status, text } = await post(await listen(), bomb, {
      ...signed(),
      'content-encoding': 'gzip',
    });
    expect([status, text]).toEqual([415, expect.stringContaining('unsupported_encoding')]);
  });

  it('does not parse a body whose signature is wrong', async () => {
    const port = await listen();
    const parse = jest.spyOn(JSON, 'parse');
    const { status } = await post(port, message, signed(message, [generateSigningKey()]));
    expect(parse).not.toHaveBeenCalled();
    expect(status).toBe(401);
  });

  it.each([
    ['without a signature', { 'webhook-signature': '' }],
    ['without an id', { 'webhook-id': '' }],
    ['with an old timestamp', { 'webhook-timestamp': '1614265330' }],
  ])('rejects a request %s before its body has arrived', async (_, headers) => {
    const request = begin(await listen(), { ...signed(), ...headers, 'content-length': '1000' });
    request.write('{');
    expect(await getResponse(request)).toMatchObject({ status: 401 });
  });

  it('replies with 404 without configured keys', async () => {
    expect(await post(await listen({ keys: [] }), message, signed())).toMatchObject({ status: 404 });
  });

  it('rejects a signed body that is not JSON', async () => {
    const { status, text } = await post(await listen(), '{"id":', signed('{"id":'));
    expect([status, text]).toEqual([400, expect.stringContaining('invalid_message')]);
  });

  it('rejects a body that is too large by its content length or its bytes', async () => {
    const port = await listen();
    const request = begin(port, { ...signed(), 'content-length': String(MAX_BYTES + 1) });
    request.write('{');
    expect(await getResponse(request)).toMatchObject({ status: 413 });
    expect(await post(port, Buffer.alloc(MAX_BYTES + 1), signed())).toMatchObject({ status: 413 });
  });

  it('receives a slow upload while other requests exceed the memory limit', async () => {
    const port = await listen();
    const upload = JSON.stringify({ image: 'x'.repeat(1_900_000) });
    const request = begin(port, { ...signed(upload), 'content-length': String(upload.length) });
    const answer = getResponse(request);
    const rejections: Promise<unknown>[] = [];
    const step = 100_000;
    let expected = requests + 1;
    for (let sent = 0; sent < upload.length; sent += step) {
      request.write(upload.slice(sent, sent + step));
      const tiny = Array.from({ length: 30 }, () => begin(port, { ...signed(), 'content-length': '100' }));
      tiny.forEach((other) => other.write('x'));
      expected += tiny.length;
      while (requests < expected) {
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      rejections.push(...tiny.map((other) => getResponse(other).catch(() => undefined)));
    }
    request.end();
    expect(await answer).toMatchObject({ status: 200 });
    expect(await Promise.race(rejections)).toMatchObject({ status: 429 });
  });

  it('times out if a body does not arrive in time', async () => {
    const request = begin(await listen({ limits: { timeoutMs: 20 } }), {
      ...signed(),
      'content-length': '900',
    });
    request.write('{');
    expect(await getResponse(request)).toMatchObject({ status: 504 });
  });
});
