import { createHmac, timingSafeEqual } from 'node:crypto';
import { Agent, createServer, request, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'pg';
import { runTask } from '../processes/task';
import { claimNearest, type OutboxEvent } from './claim-nearest';
import { paidOrderSchema } from './textbook-message';

export interface TextbookTask {
  databaseUrl: string;
  /** Verifies orders and signs events. */
  key: string;
  /** Receives the events. */
  webhookUrl: string;
}

const CONNECTIONS = 16;
const WEBHOOK_SOCKETS = 64;
const TOLERANCE_SECONDS = 300;

/**
 * A simple program for the same work as the engine's: verifies and validates an order, claims the nearest driver in one
 * transaction, responds, sends the event and records its acknowledgement.
 */
async function serve({ databaseUrl, key, webhookUrl }: TextbookTask): Promise<{ port: number }> {
  const pool = new Pool({ connectionString: databaseUrl, max: CONNECTIONS });
  const secret = Buffer.from(key.replace(/^whsec_/, ''), 'base64');
  const agent = new Agent({ keepAlive: true, maxSockets: WEBHOOK_SOCKETS });
  const { hostname, port, pathname } = new URL(webhookUrl);

  const sign = (id: string, timestamp: number, body: string | Buffer) =>
    createHmac('sha256', secret).update(`${id}.${timestamp}.`).update(body).digest();

  function isSigned(headers: IncomingHttpHeaders, body: Buffer): boolean {
    const timestamp = Number(headers['webhook-timestamp']);
    if (!(Math.abs(Date.now() / 1000 - timestamp) < TOLERANCE_SECONDS)) {
      return false;
    }
    const expected = sign(String(headers['webhook-id']), timestamp, body);
    return String(headers['webhook-signature'])
      .split(' ')
      .map((signature) => Buffer.from(signature.slice('v1,'.length), 'base64'))
      .some((actual) => actual.length === expected.length && timingSafeEqual(actual, expected));
  }

  function send({ id, body }: OutboxEvent): Promise<void> {
    const timestamp = Math.floor(Date.now() / 1000);
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${sign(id, timestamp, body).toString('base64')}`,
    };
    return new Promise((resolve, reject) => {
      const options = { hostname, port, path: pathname, method: 'POST', agent, headers };
      request(options, (response) => {
        response.resume().on('end', () => {
          const { statusCode = 0 } = response;
          return statusCode < 300 ? resolve() : reject(new Error(`The receiver responded ${statusCode}`));
        });
      })
        .on('error', reject)
        .end(body);
    });
  }

  async function sendAndRecord(event: OutboxEvent): Promise<void> {
    await send(event);
    await pool.query('UPDATE outbox SET sent_at = now() WHERE id = $1', [event.id]);
  }

  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    const respond = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = Buffer.concat(chunks);
      if (!isSigned(incoming.headers, body)) {
        return respond(401, { error: 'signature' });
      }
      const order = paidOrderSchema.safeParse(JSON.parse(body.toString()));
      if (!order.success) {
        return respond(400, { error: order.error.issues });
      }
      return void claimNearest(pool, order.data).then(
        ({ deliveryId, event }) => {
          respond(200, { deliveryId, state: event ? 'ASSIGNED' : 'PENDING' });
          if (event) {
            sendAndRecord(event).catch((error: Error) => console.error(error.message));
          }
        },
        (error: Error) => respond(500, { error: error.message }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port };
}

runTask(serve);
