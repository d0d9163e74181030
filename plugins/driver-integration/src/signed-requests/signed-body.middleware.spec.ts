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
  const begun: ClientRequest[] = [];

  /** Serves what the middleware lets through, and answers with what it has parsed. */
  async function listen(options: { keys?: string[]; limits?: object } = {}): Promise<number> {
    const limits = { maxTotalBytes: 4_000_000, maxBodies: 100, timeoutMs: 60_000, ...options.limits };
    const middleware = signedBody(options.keys ?? [key], MAX_BYTES, limits);
    const started = createServer((request, response) => {
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

  async function answerOf(request: ClientRequest): Promise<{ status?: number; text: string }> {
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    const chunks: Buffer[] = [];
    for await (const chunk of response) {
      chunks.push(chunk as Buffer);
    }
    return { status: response.statusCode, text: Buffer.concat(chunks).toString() };
  }

  function post(port: number, body: Buffer | string, headers: Record<string, string> = {}) {
    const request = begin(port, headers);
    const answer = answerOf(request);
    request.end(body);
    return answer;
  }

  const signed = (body = message, keys = [key]) => ({ ...signMessage(keys, 'm-1', body) });

  it('passes on a signed body, parsed, with its id', async () => {
    const { status, text } = await post(await listen(), message, signed());
    expect([status, JSON.parse(text)]).toEqual([200, { body: { hello: 'world' }, id: 'm-1' }]);
  });

  it('refuses a compressed body without inflating it', async () => {
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

  it('answers a request without a signature before its body has arrived', async () => {
    const request = begin(await listen(), { 'content-length': '1000' });
    request.write('{');
    expect(await answerOf(request)).toMatchObject({ status: 401 });
  });

  it('answers every request with 404 where no key is configured', async () => {
    expect(await post(await listen({ keys: [] }), message, signed())).toMatchObject({ status: 404 });
  });

  it('refuses a body that is no JSON, once its signature is verified', async () => {
    const { status, text } = await post(await listen(), '{"id":', signed('{"id":'));
    expect([status, text]).toEqual([400, expect.stringContaining('invalid_message')]);
  });

  it('refuses a body that is too large, by its header or by its bytes', async () => {
    const port = await listen();
    const request = begin(port, { ...signed(), 'content-length': String(MAX_BYTES + 1) });
    request.write('{');
    expect(await answerOf(request)).toMatchObject({ status: 413 });
    expect(await post(port, Buffer.alloc(MAX_BYTES + 1), signed())).toMatchObject({ status: 413 });
  });

  it('refuses the oldest unfinished bodies when they hold too many bytes, and serves a signed one', async () => {
    const port = await listen({ limits: { maxTotalBytes: 1_000_000 } });
    const slow = Array.from({ length: 3 }, () => begin(port, { ...signed(), 'content-length': '900000' }));
    const answers = slow.map((request) => answerOf(request).catch(() => undefined));
    const first = slow[0]!;
    first.write(Buffer.alloc(600_000));
    // The second makes the first go, the third the second.
    for (const [index, next] of slow.slice(1).entries()) {
      next.write(Buffer.alloc(600_000));
      expect(await answers[index]).toMatchObject({ status: 429 });
    }
    expect(await post(port, message, signed())).toMatchObject({ status: 200 });
  });

  it('refuses the oldest unfinished bodies when there are too many, and serves a signed one', async () => {
    const port = await listen({ limits: { maxBodies: 5 } });
    const slow = Array.from({ length: 8 }, () => begin(port, { ...signed(), 'content-length': '900' }));
    const refused = Promise.all(slow.map(answerOf).map((answer) => answer.catch(() => undefined)));
    slow.forEach((request) => request.write('{'));
    expect(await post(port, message, signed())).toMatchObject({ status: 200 });
    slow.forEach((request) => request.end('}'.repeat(899)));
    const statuses = (await refused).map((answer) => answer?.status);
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(3);
  });

  it('does not wait for a body longer than its time', async () => {
    const request = begin(await listen({ limits: { timeoutMs: 20 } }), {
      ...signed(),
      'content-length': '900',
    });
    request.write('{');
    expect(await answerOf(request)).toMatchObject({ status: 504 });
  });
});
