import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DeliveryEvent } from '../messages/delivery-events';
import { generateSigningKey } from '../signatures/signing-keys';
import { verifySignature } from '../signatures/verify-signature';
import { HttpEventSink } from './http-event-sink';

const key = generateSigningKey();
const events = [{ id: 'e-1' }, { id: 'e-2' }] as DeliveryEvent[];

describe('HttpEventSink', () => {
  let server: Server;
  let sink: HttpEventSink;
  let reply: unknown;
  let received: { id: string; body: any }[];

  beforeEach(async () => {
    received = [];
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += String(chunk)));
      request.on('end', () => {
        received.push({ id: verifySignature([key], request.headers, body), body: JSON.parse(body) });
        response.end(JSON.stringify(reply));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    sink = new HttpEventSink({
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      keys: [key],
    });
  });

  afterEach(async () => {
    sink.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('sends the events of a batch in one signed message and returns their results', async () => {
    const results = [
      { id: 'e-1', result: 'applied' },
      { id: 'e-2', result: 'error', error: { code: 'not_found', message: 'Unknown' } },
    ];
    reply = { results };
    expect(await sink.deliver(events)).toEqual(results);
    expect(received.map(({ body }) => [body.type, body.data])).toEqual([['delivery.events', { events }]]);
  });

  it('sends each message with a new id', async () => {
    reply = { results: [] };
    await sink.deliver(events);
    await sink.deliver(events);
    expect(new Set(received.map(({ id }) => id)).size).toBe(2);
  });

  it.each([[undefined], [{}], [{ results: [{ id: 'e-1', result: 'teapot' }] }]])(
    'rejects the reply %j as response_invalid',
    async (invalid) => {
      reply = invalid;
      await expect(sink.deliver(events)).rejects.toMatchObject({ code: 'response_invalid', retryable: true });
    },
  );

  it('reads the results of a batch of the maximum size', async () => {
    const long = { code: 'identity_mismatch', message: 'x'.repeat(1_000) };
    const results = Array.from({ length: 128 }, (_, i) => ({ id: `e-${i}`, result: 'error', error: long }));
    reply = { results };
    expect(await sink.deliver(events)).toHaveLength(128);
  });
});
