import { Client } from 'pg';
import type { Evidence } from './evidence';

const DELIVERIES = `
  SELECT id, "submissionKey", "orderId"::text AS "sellerOrderId", "orderCode", "channelId"::text AS "channelId",
    "engineDeliveryId", state, problem, sequence, "driverId", "submittedAt",
    "cancelRequestedAt", "cancelAnsweredAt"
  FROM driver_delivery WHERE starts_with("orderCode", $1) ORDER BY id`;

const EVENTS = `
  SELECT e.id, e."deliveryId", e."eventId", e.sequence, e.type, e."createdAt"
  FROM driver_delivery_timeline_entry e JOIN driver_delivery d ON d.id = e."deliveryId"
  WHERE starts_with(d."orderCode", $1) ORDER BY e.id`;

/** Reads one run's rows of Vendure's database in one snapshot. */
export async function readVendure(databaseUrl: string, scope: string): Promise<Evidence['vendure']> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const rows = async (query: string) => (await client.query(query, [scope])).rows.map(withTimes);
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    return {
      deliveries: (await rows(DELIVERIES)) as Evidence['vendure']['deliveries'],
      events: (await rows(EVENTS)) as Evidence['vendure']['events'],
    };
  } finally {
    await client.end();
  }
}

/** Converts dates to ms. TypeORM's columns hold local time without a zone, which node-postgres reads as local time. */
function withTimes(row: Record<string, unknown>): unknown {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, value instanceof Date ? value.getTime() : value]),
  );
}
