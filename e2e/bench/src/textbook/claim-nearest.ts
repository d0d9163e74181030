import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { PaidOrder } from './textbook-message';

/** Tables of the textbook program. */
export const TEXTBOOK_SCHEMA = `
  CREATE TABLE driver (
    id uuid PRIMARY KEY, name text, status text NOT NULL, position point NOT NULL, version bigint NOT NULL DEFAULT 0
  );
  CREATE TABLE delivery (
    id uuid PRIMARY KEY, seller_order_id text NOT NULL UNIQUE, status text NOT NULL, pickup jsonb, dropoff jsonb,
    driver_id uuid, created_at timestamptz DEFAULT now()
  );
  CREATE TABLE assignment (
    id uuid PRIMARY KEY, delivery_id uuid NOT NULL REFERENCES delivery, driver_id uuid NOT NULL REFERENCES driver,
    created_at timestamptz DEFAULT now()
  );
  CREATE UNIQUE INDEX ON assignment (driver_id);
  CREATE TABLE outbox (
    id uuid PRIMARY KEY, type text, payload jsonb, sent_at timestamptz, created_at timestamptz DEFAULT now()
  );
  CREATE INDEX ON outbox (created_at) WHERE sent_at IS NULL;`;

/** Created after the drivers are inserted. */
export const TEXTBOOK_INDEX = `CREATE INDEX ON driver USING gist (position) WHERE status = 'AVAILABLE'`;

const INSERT_DELIVERY = `INSERT INTO delivery (id, seller_order_id, status, pickup, dropoff)
  VALUES ($1, $2, 'PENDING', $3, $4) ON CONFLICT (seller_order_id) DO NOTHING`;
const FIND_NEAREST = `SELECT id, name FROM driver WHERE status = 'AVAILABLE'
  ORDER BY position <-> point($1, $2) LIMIT 1 FOR UPDATE SKIP LOCKED`;
const SET_BUSY = `UPDATE driver SET status = 'BUSY', version = version + 1 WHERE id = $1`;
const INSERT_ASSIGNMENT = 'INSERT INTO assignment (id, delivery_id, driver_id) VALUES ($1, $2, $3)';
const SET_ASSIGNED = `UPDATE delivery SET status = 'ASSIGNED', driver_id = $2 WHERE id = $1`;
const INSERT_EVENT = `INSERT INTO outbox (id, type, payload) VALUES ($1, 'delivery.assigned', $2)`;

export interface OutboxEvent {
  id: string;
  body: string;
}

export interface Claim {
  deliveryId?: string;
  event?: OutboxEvent;
}

/** Stores the order, claims the nearest available driver and writes the event in one transaction. */
export async function claimNearest(pool: Pool, { data }: PaidOrder): Promise<Claim> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const deliveryId = randomUUID();
    const { sellerOrderId, pickup, dropoff } = data;
    const inserted = await client.query(INSERT_DELIVERY, [deliveryId, sellerOrderId, pickup, dropoff]);
    if (inserted.rowCount === 0) {
      await client.query('ROLLBACK');
      return {};
    }
    const { lat, lon } = pickup.point;
    const { rows } = await client.query<{ id: string; name: string }>(FIND_NEAREST, [lon, lat]);
    const driver = rows[0];
    let event: OutboxEvent | undefined;
    if (driver) {
      await client.query(SET_BUSY, [driver.id]);
      await client.query(INSERT_ASSIGNMENT, [randomUUID(), deliveryId, driver.id]);
      await client.query(SET_ASSIGNED, [deliveryId, driver.id]);
      event = assignedEvent(deliveryId, sellerOrderId, driver);
      await client.query(INSERT_EVENT, [event.id, event.body]);
    }
    await client.query('COMMIT');
    return { deliveryId, event };
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

function assignedEvent(deliveryId: string, sellerOrderId: string, driver: object): OutboxEvent {
  const data = { deliveryId, sellerOrderId, driver };
  const message = { type: 'delivery.assigned', timestamp: new Date().toISOString(), data };
  return { id: randomUUID(), body: JSON.stringify(message) };
}
