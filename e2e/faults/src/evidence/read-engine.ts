import { Client } from 'pg';
import type { Evidence } from './evidence';

const ms = (column: string) => `(extract(epoch FROM ${column}) * 1000)::float8`;

/** `$1` text scope, as in the other statements unless stated otherwise. */
const DRIVERS = `
  SELECT id, channels, active, status, status_version::float8 AS "statusVersion",
    ${ms('status_since')} AS "statusSince", lat, lon, ${ms('location_at')} AS "locationAt",
    ${ms('seen_at')} AS "seenAt"
  FROM driver_dispatch.drivers WHERE starts_with(id, $1) ORDER BY id`;

/** `$2` text[] submission keys of Vendure. */
const DELIVERIES = `
  SELECT id, submission_key AS "submissionKey", seller_order_id AS "sellerOrderId", order_code AS "orderCode", channel_id AS "channelId",
    state, sequence, pickup -> 'point' AS pickup, search_radius_metres AS "searchRadiusMetres",
    driver_id AS "driverId", ${ms('next_attempt_at')} AS "nextAttemptAt", ${ms('created_at')} AS "createdAt",
    ${ms('assigned_at')} AS "assignedAt", ${ms('finished_at')} AS "finishedAt"
  FROM driver_dispatch.deliveries
  WHERE starts_with(order_code, $1) OR submission_key = ANY ($2::text[])
  ORDER BY created_at, id`;

/** `$2` uuid[] deliveries. */
const ASSIGNMENTS = `
  SELECT id::float8, delivery_id AS "deliveryId", driver_id AS "driverId", distance_metres AS "distanceMetres",
    decision, ${ms('coalesce(offered_at, assigned_at)')} AS "assignedAt", offered_at IS NOT NULL AS "isOffer",
    ${ms('released_at')} AS "releasedAt"
  FROM driver_dispatch.assignments
  WHERE assigned_at IS NOT NULL AND (starts_with(driver_id, $1) OR delivery_id = ANY ($2::uuid[]))
  ORDER BY id`;

const OFFERS = `
  SELECT id::text, delivery_id AS "deliveryId", driver_id AS "driverId", ${ms('offered_at')} AS "offeredAt",
    ${ms('offer_ends_at')} AS "endsAt", ${ms('assigned_at')} AS "acceptedAt", offer_end AS "end",
    ${ms('released_at')} AS "releasedAt"
  FROM driver_dispatch.assignments WHERE offered_at IS NOT NULL AND starts_with(driver_id, $1)
  ORDER BY offered_at`;

/** `$1` uuid[] deliveries. */
const EVENTS = `
  SELECT id, delivery_id AS "deliveryId", sequence, type, state, actor, ${ms('at')} AS at,
    ${ms('acknowledged_at')} AS "acknowledgedAt", attempts AS "sendAttempts", last_error::text AS "lastError",
    ${ms('dead_at')} AS "deadAt"
  FROM driver_dispatch.delivery_events WHERE delivery_id = ANY ($1::uuid[]) ORDER BY delivery_id, sequence`;

/** The deliveries that `GET /v1/unmatched-deliveries` lists. */
const UNMATCHED = `
  SELECT submission_key AS key FROM driver_dispatch.unmatched_deliveries WHERE starts_with(order_code, $1)`;

const STATUS_HISTORY = `
  SELECT driver_id AS "driverId", status_version::float8 AS "statusVersion", status, reason, ${ms('at')} AS at
  FROM driver_dispatch.driver_status_history WHERE starts_with(driver_id, $1)
  ORDER BY driver_id, status_version`;

/**
 * Reads one run's rows of the engine's database in one snapshot.
 *
 * @param submissionKeys of the run's deliveries in Vendure
 */
export async function readEngine(
  databaseUrl: string,
  scope: string,
  submissionKeys: string[],
): Promise<Evidence['engine']> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const rows = async (query: string, parameters: unknown[]) => (await client.query(query, parameters)).rows;
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const deliveries: Evidence['engine']['deliveries'] = await rows(DELIVERIES, [scope, submissionKeys]);
    const ids = deliveries.map(({ id }) => id);
    return {
      deliveries,
      drivers: await rows(DRIVERS, [scope]),
      assignments: await rows(ASSIGNMENTS, [scope, ids]),
      offers: await rows(OFFERS, [scope]),
      events: await rows(EVENTS, [ids]),
      statusHistory: await rows(STATUS_HISTORY, [scope]),
      unmatched: (await rows(UNMATCHED, [scope])).map(({ key }) => key as string),
    };
  } finally {
    await client.end();
  }
}
