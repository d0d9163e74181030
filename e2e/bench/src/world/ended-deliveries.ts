import type { Pool } from 'pg';

/** Fills the history of an engine: deliveries that ended half a year and more ago, with acknowledged events. */
const FILL = `
  WITH delivery AS (
    INSERT INTO driver_dispatch.deliveries (submission_key, seller_order_id, order_code, channel_id, seller_id, fingerprint,
      state, sequence, pickup, dropoff, search_radius_metres, driver_id, distance_metres, created_at, waiting_since,
      assigned_at, picked_up_at, finished_at)
    SELECT 'history-' || n, 'history-' || n, 'HISTORY' || n, '1', '7', md5(n::text) || md5('x' || n),
      'DELIVERED', 3,
      jsonb_build_object('name', 'Corner Bakery', 'point', '{"lat": 52.52, "lon": 13.4}'::jsonb, 'readyAt', '2026-01-01T10:00:00.000Z',
        'address', '{"street": "Torstr. 1", "city": "Berlin", "postalCode": "10119", "countryCode": "DE"}'::jsonb),
      jsonb_build_object('name', 'Sam Shopper ' || n, 'point', '{"lat": 52.53, "lon": 13.41}'::jsonb, 'phone', '+49 170 1234567',
        'address', '{"street": "Invalidenstr. 1", "city": "Berlin", "postalCode": "10115", "countryCode": "DE"}'::jsonb,
        'instructions', 'Ring twice, third floor', 'deliveryPin', '4711'),
      5000, driver, 420, at, at, at, at + interval '10 minutes', at + interval '25 minutes'
    FROM (
      SELECT n, 'd' || lpad((1 + n % $2::int)::text, 7, '0') AS driver,
        now() - interval '200 days' - n * interval '1 second' AS at
      FROM generate_series($3::int, $3::int + $1::int - 1) AS n
    ) numbered
    RETURNING id, driver_id, assigned_at
  ), assignment AS (
    INSERT INTO driver_dispatch.assignments (delivery_id, driver_id, distance_metres, decision, assigned_at, released_at)
    SELECT id, driver_id, 420, jsonb_build_object('source', 'REDIS', 'refused', '[]'::jsonb, 'candidates', (
      SELECT jsonb_agg(jsonb_build_object('driverId', driver_id, 'distanceMetres', 400 + c)) FROM generate_series(1, 5) AS c)),
      assigned_at, assigned_at + interval '25 minutes'
    FROM delivery
  )
  INSERT INTO driver_dispatch.delivery_events (delivery_id, sequence, type, state, actor, data, at, acknowledged_at)
  SELECT id, sequence, type, state, actor, data, assigned_at, assigned_at FROM delivery
  CROSS JOIN LATERAL (VALUES
    (0, 'delivery.accepted', 'PENDING', 'vendure', '{}'::jsonb),
    (1, 'delivery.assigned', 'ASSIGNED', 'engine', jsonb_build_object('distanceMetres', 420, 'driver', jsonb_build_object(
      'id', driver_id, 'name', 'Ada Lovelace', 'phone', '+49 170 7654321', 'vehicle', '{"kind": "BICYCLE"}'::jsonb))),
    (2, 'delivery.picked_up', 'PICKED_UP', 'driver:' || driver_id, jsonb_build_object('driverId', driver_id)),
    (3, 'delivery.delivered', 'DELIVERED', 'driver:' || driver_id, jsonb_build_object('driverId', driver_id, 'proof',
      '{"kind": "signature", "signedBy": "Sam Shopper", "url": "https://shop.example.com/assets/proof-0123456789.jpg"}'::jsonb))
  ) AS step (sequence, type, state, actor, data)`;

/** Rows per statement. */
const BATCH = 20_000;

const TABLES = ['deliveries', 'delivery_events', 'assignments'] as const;

/** Stores ended deliveries. @param drivers number of drivers of the city */
export async function fillHistory(database: Pool, count: number, drivers: number): Promise<void> {
  for (let first = 1; first <= count; first += BATCH) {
    await database.query(FILL, [Math.min(BATCH, count - first + 1), drivers, first]);
  }
  for (const table of TABLES) {
    await database.query(`VACUUM ANALYZE driver_dispatch.${table}`);
  }
}

/** Returns the bytes of each table that grows with deliveries, with its indexes, per stored delivery. */
export async function bytesPerDelivery(database: Pool): Promise<{ table: string; bytes: number }[]> {
  const { rows } = await database.query<{ table: string; bytes: number }>(
    `SELECT name AS table, pg_total_relation_size('driver_dispatch.' || name)
       / (SELECT count(*) FROM driver_dispatch.deliveries)::float8 AS bytes
     FROM unnest($1::text[]) AS name`,
    [TABLES],
  );
  return rows;
}

export async function countErased(database: Pool): Promise<number> {
  const { rows } = await database.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM driver_dispatch.deliveries WHERE erased_at IS NOT NULL',
  );
  return rows[0]!.count;
}
