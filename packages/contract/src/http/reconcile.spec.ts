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

/** An id of the maximum length. */
const longId = (index: number) => String(index).padStart(128, 'x');
const REQUEST = reconcileDeliveries(
  Array.from({ length: MAX_RECONCILED_DELIVERIES }, (_, index): KnownDelivery => ({
    submissionKey: longId(index).slice(-64),
    sequence: 2,
    state: 'PICKED_UP',
  })),
);
const REPLY: ReconcileReply = {
  deliveries: REQUEST.data.deliveries.map((delivery, index) => ({
    ...delivery,
    known: true,
    deliveryId: longId(index),
    sequence: 2_147_483_647,
  })),
};

describe('reconcile requests', () => {
  const keys = { vendure: [generateSigningKey()], webhook: [generateSigningKey()] };
  let server: Server;
  let url: string;
  let received: { path: string | undefined; signed: Record<keyof typeof keys, boolean>; body: unknown };

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
        received = { path: request.url, signed, body: JSON.parse(body) };
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(REPLY));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it("sends a request to the engine with Vendure's key and reads a reply of the maximum size", async () => {
    const connection = httpEngine({ url, keys: { send: keys.vendure, receive: keys.webhook } });
    const engine = await connection.connect({ sink: {} as never, listen: false });
    await expect(engine.reconcile(REQUEST)).resolves.toEqual(REPLY);
    await engine.close();
    expect(received).toEqual({
      path: '/v1/webhooks/vendure/reconcile',
      signed: { vendure: true, webhook: false },
      body: REQUEST,
    });
  });

  it("sends a request to Vendure with the webhook's key to the reconcile path", async () => {
    const sink = new HttpEventSink({ url: `${url}/driver-dispatch/events`, keys: keys.webhook });
    await expect(sink.reconcile(REQUEST)).resolves.toEqual(REPLY);
    sink.close();
    expect(received).toEqual({
      path: '/driver-dispatch/events/reconcile',
      signed: { vendure: false, webhook: true },
      body: REQUEST,
    });
  });
});
