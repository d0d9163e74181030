import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { DispatchError } from '../errors/dispatch-error';
import { UnverifiedBodies, type UnverifiedBodyLimits } from './unverified-bodies';

const KB = 1_024;
const STALLED_MS = 2_000;

/** Maximum wait of a test for a condition, in ms. */
const WAIT_MS = 10_000;

/** Counted memory of an unfinished body with a content length of at most 16 KB. */
const SMALLEST = 16 * KB;

describe('UnverifiedBodies', () => {
  let server: Server;
  let bodies: UnverifiedBodies;
  let now: number;
  let requests: number;
  let sent: number;
  const sockets: Socket[] = [];

  /** Starts a server that replies with the length of a body, or with an error code. */
  async function listen(limits: Partial<UnverifiedBodyLimits> = {}): Promise<void> {
    bodies = new UnverifiedBodies({ maxBodyBytes: 1_000 * KB, maxTotalBytes: 10_000 * KB, ...limits });
    server = createServer((request, response) => {
      requests++;
      bodies
        .receive(request, request.headers['x-client'] as string)
        .then((body) => response.end(`got ${body.length} ${body.subarray(0, 3).toString()}.`))
        .catch((error: DispatchError) => {
          response.statusCode = error.status;
          response.end(`${error.code}.`);
        });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  }

  beforeEach(() => {
    now = 1_000;
    requests = 0;
    sent = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => now);
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    sockets.splice(0).forEach((socket) => socket.destroy());
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  interface Sender {
    /** The reply so far. */
    answer: string;
    closed: boolean;
    send(data: Buffer | string): Promise<void>;
  }

  /** Sends the head of a request. @param length of the body; undefined for a chunked body */
  async function begin(length?: number, client = '192.0.2.1'): Promise<Sender> {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    sockets.push(socket);
    const sender: Sender = {
      answer: '',
      closed: false,
      send: (data) => new Promise((resolve) => socket.write(data, () => resolve())),
    };
    socket.on('error', () => undefined);
    socket.on('data', (data) => (sender.answer += data.toString()));
    socket.on('close', () => (sender.closed = true));
    await once(socket, 'connect');
    const size = length === undefined ? 'transfer-encoding: chunked' : `content-length: ${length}`;
    const begun = ++sent;
    await sender.send(`POST / HTTP/1.1\r\nhost: x\r\nx-client: ${client}\r\n${size}\r\n\r\n`);
    await waitUntil(() => requests >= begun);
    return sender;
  }

  async function waitUntil(state: () => boolean): Promise<void> {
    const limit = Date.now() + WAIT_MS;
    while (!state()) {
      if (Date.now() > limit) {
        throw new Error(`Timeout: ${state.toString()}, ${bodies.bytes} bytes are counted`);
      }
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }

  const answered = (sender: Sender) => waitUntil(() => sender.answer.endsWith('.'));

  /** Memory in use after garbage collection, in bytes. */
  function memory(): number {
    setFlagsFromString('--expose_gc');
    (runInNewContext('gc') as () => void)();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  }

  it.each([0, 1, 20_000, 700_000])('returns a body of %d bytes, chunked or not', async (length) => {
    await listen();
    const bytes = 'abc'.padEnd(length, 'x').slice(0, length);
    const announced = await begin(length);
    await announced.send(bytes);
    await answered(announced);
    const chunked = await begin();
    await chunked.send(`${length.toString(16)}\r\n${bytes}\r\n${length ? '0\r\n\r\n' : ''}`);
    await answered(chunked);
    for (const { answer } of [announced, chunked]) {
      expect(answer).toContain(`got ${length} ${bytes.slice(0, 3)}.`);
    }
    expect(bodies.bytes).toBe(0);
  });

  it('uses no more memory than it counts for a body in chunks of one byte', async () => {
    await listen();
    const senders = await Promise.all(Array.from({ length: 4 }, () => begin()));
    const before = memory();
    await Promise.all(senders.map(({ send }) => send('1\r\nx\r\n'.repeat(40_000))));
    await waitUntil(() => bodies.bytes === 4 * (64 * KB + SMALLEST));
    await waitUntil(() => memory() - before < 2_000 * KB);
  });

  it('counts growing buffers up to the content length', async () => {
    await listen();
    const small = await begin(100);
    expect(bodies.bytes).toBe(SMALLEST + 100);
    const large = await begin(100_000);
    expect(bodies.bytes).toBe(3 * SMALLEST + 100);
    await large.send('x'.repeat(90_000));
    await waitUntil(() => bodies.bytes >= 2 * SMALLEST + 100 + 90_000);
    expect(bodies.bytes).toBeLessThanOrEqual(2 * SMALLEST + 100 + 100_000);
    await large.send('x'.repeat(10_000));
    await answered(large);
    await small.send('x'.repeat(100));
    await answered(small);
    expect(bodies.bytes).toBe(0);
  });

  it('does not count a body after its client has disconnected', async () => {
    await listen();
    await begin(100);
    sockets[0]!.destroy();
    await waitUntil(() => bodies.bytes === 0);
  });

  it('rejects a body that is too large by its content length or its bytes', async () => {
    await listen({ maxBodyBytes: 10 });
    const announced = await begin(11);
    const chunked = await begin();
    await chunked.send('b\r\n01234567890\r\n');
    for (const sender of [announced, chunked]) {
      await answered(sender);
      expect(sender.answer).toMatch(/^HTTP\/1.1 413 .*payload_too_large\.$/s);
    }
  });

  it('rejects a body that does not arrive in time', async () => {
    await listen({ timeoutMs: 20 });
    const late = await begin(10);
    await late.send('x');
    await answered(late);
    expect(late.answer).toContain('timeout.');
  });

  it('frees the memory of rejected bodies and closes their connections', async () => {
    await listen({ maxBodyBytes: 600 * KB });
    const before = memory();
    const size = 590 * KB;
    const senders = await Promise.all(Array.from({ length: 10 }, () => begin()));
    await Promise.all(senders.map(({ send }) => send(`${size.toString(16)}\r\n${'x'.repeat(size)}\r\n`)));
    await waitUntil(() => bodies.bytes > 10 * size);
    await Promise.all(senders.map(({ send }) => send(`8000\r\n${'x'.repeat(32 * KB)}\r\n`)));
    await Promise.all(senders.map(answered));
    expect(bodies.bytes).toBe(0);
    await waitUntil(() => memory() - before < 3_000 * KB);
    await waitUntil(() => senders.every(({ closed }) => closed));
  });

  it('keeps the connection of a rejected body that ends soon', async () => {
    await listen({ maxBodyBytes: 10 });
    const sender = await begin(12);
    await answered(sender);
    await sender.send('x'.repeat(12));
    sender.answer = '';
    await sender.send('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\nxx');
    await answered(sender);
    expect(sender.answer).toContain('got 2 xx.');
  });

  it('rejects a stalled body at the memory limit and receives the others', async () => {
    await listen({ maxTotalBytes: 10 * SMALLEST });
    const stalled = await begin(100_000, '192.0.2.1');
    await stalled.send('x'.repeat(90_000));
    await waitUntil(() => bodies.bytes > 100_000);
    now += STALLED_MS;
    const others = [await begin(20_000, '192.0.2.2'), await begin(20_000, '192.0.2.2')];
    await answered(stalled);
    expect(stalled.answer).toContain('rate_limited.');
    for (const other of others) {
      await other.send('x'.repeat(20_000));
      await answered(other);
      expect(other.answer).toContain('got 20000');
    }
  });

  it('rejects bodies of the client with the most bodies, the least progress first', async () => {
    await listen({ maxTotalBytes: 18 * SMALLEST });
    const slow = await begin(100_000, '192.0.2.1');
    const many: Sender[] = [];
    for (let i = 0; i < 8; i++) {
      many.push(await begin(20_000, '192.0.2.2'));
    }
    await many[0]!.send('x'.repeat(17_000));
    await answered(many[1]!);
    // The counted memory is at the limit: each further body replaces one.
    for (let i = 0; i < 3; i++) {
      many.push(await begin(20_000, '192.0.2.2'));
    }
    await answered(many[4]!);
    const rejected = many.flatMap(({ answer }, index) => (answer.includes('rate_limited') ? [index] : []));
    expect(rejected).toEqual([1, 2, 3, 4]);
    await slow.send('x'.repeat(100_000));
    await answered(slow);
    expect(slow.answer).toContain('got 100000');
  });

  it('treats the addresses of an IPv6 network as one client', async () => {
    await listen({ maxTotalBytes: 6 * SMALLEST });
    const other = await begin(20_000, '2001:db8:0:1::1');
    const first = await begin(20_000, '2001:db8:0:2::1');
    await begin(20_000, '2001:db8:0:2::2');
    await begin(20_000, '2001:db8::2:a:b:c:d');
    await answered(first);
    expect([first.answer, other.answer]).toEqual([expect.stringContaining('rate_limited'), '']);
  });
});
