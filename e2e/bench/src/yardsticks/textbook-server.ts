import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SellerOrder, SellerOrderReady } from '@driver-dispatch/contract';
import { Redis } from 'ioredis';
import { Pool, type PoolClient } from 'pg';
import { carryOut } from '../processes/task';

export interface TextbookTask {
  databaseUrl: string;
  /** Where free drivers are; without it PostgreSQL is asked. */
  redisUrl?: string;
}

const CONNECTIONS = 16;
const CANDIDATES = 10;

const KNN = `SELECT id FROM drivers WHERE status = 'AVAILABLE' ORDER BY position <-> point($1, $2) LIMIT ${CANDIDATES}`;
const LOCK = `SELECT id FROM drivers WHERE id = ANY ($1::int[]) AND status = 'AVAILABLE'
  ORDER BY array_position($1::int[], id) LIMIT 1 FOR UPDATE SKIP LOCKED`;
const TAKE = `UPDATE drivers SET status = 'BUSY', updated_at = now() WHERE id = $1`;
const ORDER = `INSERT INTO orders (id, driver_id, message) VALUES ($1, $2, $3)`;
const ASSIGN = `INSERT INTO assignments (order_id, driver_id) VALUES ($1, $2)`;
const EVENT = `INSERT INTO events (order_id, type, data) VALUES ($1, 'assigned', $2)`;

/**
 * Y1 and Y2, as a good programmer writes them down on the first day: node:http, the ten nearest drivers from Redis
 * or from a GiST index, one transaction for each order. No signature is verified and nothing is validated.
 */
async function serve({ databaseUrl, redisUrl }: TextbookTask): Promise<{ port: number }> {
  const pool = new Pool({ connectionString: databaseUrl, max: CONNECTIONS });
  const redis = redisUrl === undefined ? undefined : new Redis(redisUrl);

  async function nearest(lat: number, lon: number): Promise<number[]> {
    if (redis) {
      const found = await redis.geosearch(
        ...(['drivers', 'FROMLONLAT', lon, lat, 'BYRADIUS', 5, 'km', 'ASC', 'COUNT', CANDIDATES] as const),
      );
      return found.map(Number);
    }
    const { rows } = await pool.query<{ id: number }>({ name: 'knn', text: KNN, values: [lon, lat] });
    return rows.map(({ id }) => id);
  }

  async function assign({ data }: SellerOrderReady): Promise<number | undefined> {
    const [order] = data.orders;
    const { lat, lon } = order!.pickup.point;
    const candidates = await nearest(lat, lon);
    const client = await pool.connect();
    try {
      const driver = await claim(client, order!, candidates);
      if (driver !== undefined) {
        await redis?.zrem('drivers', driver);
      }
      return driver;
    } finally {
      client.release();
    }
  }

  const server = createServer((request, response) => {
    void readBody(request)
      .then((body) => assign(JSON.parse(body) as SellerOrderReady))
      .then(
        (driver) => ({ status: 200, body: { state: driver === undefined ? 'PENDING' : 'ASSIGNED', driver } }),
        (error: Error) => ({ status: 500, body: { message: error.message } }),
      )
      .then(({ status, body }) => {
        const text = JSON.stringify(body);
        const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
        response.writeHead(status, headers).end(text);
      });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port };
}

async function claim(
  client: PoolClient,
  order: SellerOrder,
  candidates: number[],
): Promise<number | undefined> {
  const run = (name: string, text: string, values: unknown[]) => client.query({ name, text, values });
  await client.query('BEGIN');
  try {
    const { rows } = await run('lock', LOCK, [candidates]);
    const driver: number | undefined = rows[0]?.id;
    if (driver !== undefined) {
      await run('take', TAKE, [driver]);
      await run('order', ORDER, [order.sellerOrderId, driver, JSON.stringify(order)]);
      await run('assign', ASSIGN, [order.sellerOrderId, driver]);
      await run('event', EVENT, [order.sellerOrderId, JSON.stringify({ driver })]);
    }
    await client.query('COMMIT');
    return driver;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString();
}

carryOut(serve);
