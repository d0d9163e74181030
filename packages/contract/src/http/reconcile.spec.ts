import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  MAX_RECONCILED_DELIVERIES,
  reconcileDeliveries,
  type KnownDelivery,
  type ReconcileReply,
} from '../messages/reconciliation';
import { generateSigningKey } from '../signatures/signing-keys';
import { verifySignature } from '../signatures/verify-signature';
import { httpEngine } from './http-engine';
import { HttpEventSink } from './http-event-sink';

/** As long as an id may be. */
const longId = (index: number) => String(index).padStart(128, 'x');
const QUESTION = reconcileDeliveries(
  Array.from({ length: MAX_RECONCILED_DELIVERIES }, (_, index): KnownDelivery => ({
    submissionKey: longId(index).slice(-64), sequence: 2, state: 'PICKED_UP',
  })),
);
const ANSWER: ReconcileReply = {
  deliveries: QUESTION.data.deliveries.map((delivery, index) => ({
    ...delivery, known: true, deliveryId: longId(index), sequence: 2_147_483_647,
  })),
};

describe('a question about deliveries', () => {
  const keys = { vendure: [generateSigningKey()], webhook: [generateSigningKey()] };
  let server: Server;
  let url: string;
  let asked: { path: string | undefined; signed: Record<keyof typeof keys, boolean>; body: unknown };

  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += String(chunk)));
      request.on('end', () => {
        const verifies = (key: string[]) => {
          try {
            return verifySignature(key, request.headers, body) !== '';
          } catch {
            return false;
          }
        };
        const signed = { vendure: verifies(keys.vendure), webhook: verifies(keys.webhook) };
        asked = { path: request.url, signed, body: JSON.parse(body) };
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(ANSWER));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it("goes to the engine under Vendure's key, and brings the largest answer back", async () => {
    const connection = httpEngine({ url, keys: { send: keys.vendure, receive: keys.webhook } });
    const engine = await connection.connect({ sink: {} as never, listen: false });
    await expect(engine.reconcile(QUESTION)).resolves.toEqual(ANSWER);
    await engine.close();
    expect(asked).toEqual({
      path: '/v1/webhooks/vendure/reconcile',
      signed: { vendure: true, webhook: false },
      body: QUESTION,
    });
  });

  it("goes to Vendure under the webhook's key, below the events' address", async () => {
    const sink = new HttpEventSink({ url: `${url}/driver-dispatch/events`, keys: keys.webhook });
    await expect(sink.reconcile(QUESTION)).resolves.toEqual(ANSWER);
    sink.close();
    expect(asked).toEqual({
      path: '/driver-dispatch/events/reconcile',
      signed: { vendure: false, webhook: true },
      body: QUESTION,
    });
  });
});
