import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OUTCOME, sendLoad, type Load } from './load';
import { unsignedRequest } from './requests';

/** Requests that a server received. */
const received: { at: number; body: string }[] = [];
let server: Server;

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      received.push({ at: performance.now(), body });
      const refused = body.includes('"number":3}');
      response
        .writeHead(refused ? 503 : 200)
        .end(body.includes('"number":4}') ? '{"state":"ASSIGNED"}' : '{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

beforeEach(() => (received.length = 0));
afterAll(() => server.close());

function send(load: Pick<Load, 'connections' | 'perSecond' | 'rampUpPerSecond'>, rampUpSeconds: number) {
  const requests = Array.from({ length: 20_000 }, (_, number) => unsignedRequest('/', { number }));
  const { port } = server.address() as AddressInfo;
  return sendLoad(
    { requests, ports: [port], ...load, rampUpSeconds, seconds: 1 },
    async () => received.length,
  );
}

it('sends each request once and reports the outcomes', async () => {
  const [{ outcomes, errors }] = await send({ connections: 4 }, 0);
  const bodies = received.map(({ body }) => body);
  expect(new Set(bodies).size).toBe(bodies.length);
  expect([...outcomes.subarray(2, 5)]).toEqual([OUTCOME.ACCEPTED, OUTCOME.REFUSED, OUTCOME.ASSIGNED]);
  expect(outcomes.at(-1)).toBe(OUTCOME.NOT_SENT);
  expect(errors).toEqual([expect.stringMatching(/^503/)]);
});

it('excludes the ramp-up', async () => {
  const [{ answered, latencies }, before, after] = await send({ connections: 1 }, 0.5);
  expect(before).toBeGreaterThan(0);
  expect(answered).toBe(latencies.length);
  // The counters are read by another process than the measurement.
  expect(Math.abs(answered / (after - before) - 1)).toBeLessThan(0.2);
});

it('spaces the requests of an open loop evenly', async () => {
  const [{ answered }] = await send({ perSecond: 50 }, 1);
  expect(answered).toBeGreaterThanOrEqual(48);
  expect(answered).toBeLessThanOrEqual(52);
  const gaps = received.slice(1).map(({ at }, i) => at - received[i]!.at);
  // Without spacing, 49 of 50 gaps would be short.
  expect(gaps.filter((gap) => gap < 5).length).toBeLessThan(gaps.length / 5);
});

it('ramps a closed loop up at a rate', async () => {
  const [{ answered }, before] = await send({ connections: 4, rampUpPerSecond: 20 }, 1);
  expect(before).toBeLessThanOrEqual(25);
  expect(answered).toBeGreaterThan(100);
});
