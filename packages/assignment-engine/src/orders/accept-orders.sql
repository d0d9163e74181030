-- Accepts seller orders and claims the drivers proposed for them, many in one statement. Each submission key is accepted
-- once. Each pair of order and driver is stored completely or not at all. An order without a claimed driver stays PENDING.
-- The caller retries it at once; if the process dies, the order is due again after 5 seconds.
--
-- Keeps: the guarantees of claim-drivers.sql for drivers and events. Rows are inserted in the order of their submission
-- keys, so that two engines that accept the same orders don't deadlock.
--
-- $1 uuid[] ids for new deliveries, $2 text[] seller orders, $3 text[] order codes, $4 text[] channels,
-- $5 text[] sellers, $6 text[] submission keys, unique, $7 text[] fingerprints, $8 jsonb[] pickups, $9 jsonb[] dropoffs,
-- $10 float8[] search radii in metres. $11 text[] proposed drivers, unique, NULL for none, $12 float8[] distances in
-- metres, $13 jsonb[] decisions. $14 float8[] lat, $15 float8[] lon, $16 timestamptz[] measured at: the driver's location
-- in the availability index, NULL if the candidate came from PostgreSQL. $17 float8 heartbeat's time to live in seconds,
-- $18 float8 metres by which the stored location of a moving driver may lag behind, $19 float8 maximum error of an index
-- location in metres. $20 float8 seconds of the lease under which the caller sends the assignment events itself, NULL if
-- it does not. $21 timestamptz[] time until which the search for a driver is held, NULL for no hold; a held order has no
-- proposed driver. $22 jsonb[] requirements, NULL for none.
-- Returns a row for each new order. With a driver, the row also has the event and the caller's lease on it.
-- The expression status || '' keeps the planner from using the partial index over cells: a plan made on an empty table
-- would scan that index completely.
WITH received AS (
  SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
      $8::jsonb[], $9::jsonb[], $10::float8[], $11::text[], $12::float8[], $13::jsonb[], $14::float8[], $15::float8[],
      $16::timestamptz[], $21::timestamptz[], $22::jsonb[]) WITH ORDINALITY
    AS received (id, seller_order_id, order_code, channel_id, seller_id, submission_key, fingerprint, pickup, dropoff,
      search_radius_metres, driver_id, distance_metres, decision, lat, lon, located_at, held_until,
      requirements, position)
), free_driver AS (
  SELECT d.id, d.channels, driver_dispatch.unit_sphere(d.lat, d.lon) AS position, d.location_at,
    d.vehicle, d.tags, d.load_capacity_grams
  FROM driver_dispatch.drivers d
  WHERE d.id = ANY ($11::text[]) AND d.status || '' = 'AVAILABLE' AND d.active
    AND d.seen_at > now() - make_interval(secs => $17::float8)
  FOR UPDATE SKIP LOCKED
), pair AS (
  SELECT r.id AS delivery_id, d.id AS driver_id FROM received r
  JOIN free_driver d ON d.id = r.driver_id
  WHERE (d.channels = '{}' OR r.channel_id = ANY (d.channels))
    AND driver_dispatch.meets(r.requirements, d.vehicle, d.tags, d.load_capacity_grams)
    AND cube_distance(d.position, driver_dispatch.unit_sphere(
        (r.pickup -> 'point' ->> 'lat')::float8, (r.pickup -> 'point' ->> 'lon')::float8))
      <= driver_dispatch.chord(r.search_radius_metres + $18::float8)
    AND (r.lat IS NULL OR r.located_at > coalesce(d.location_at, 'epoch')
      OR cube_distance(d.position, driver_dispatch.unit_sphere(r.lat, r.lon)) <= driver_dispatch.chord($19::float8))
), lease AS (
  SELECT now() + make_interval(secs => $20::float8) AS until FROM driver_dispatch.webhook_endpoint
  WHERE id = 1 AND state <> 'stopped'
), accepted AS (
  INSERT INTO driver_dispatch.deliveries (
    id, seller_order_id, order_code, channel_id, seller_id, submission_key, fingerprint, pickup, dropoff,
    search_radius_metres, state, sequence, driver_id, distance_metres, assigned_at, next_attempt_at, created_at,
    waiting_since, requirements
  )
  SELECT r.id, r.seller_order_id, r.order_code, r.channel_id, r.seller_id, r.submission_key, r.fingerprint, r.pickup,
    r.dropoff, r.search_radius_metres,
    CASE WHEN pair.driver_id IS NULL THEN 'PENDING' ELSE 'ASSIGNED' END,
    CASE WHEN pair.driver_id IS NULL THEN 0 ELSE 1 END,
    pair.driver_id,
    CASE WHEN pair.driver_id IS NOT NULL THEN r.distance_metres END,
    CASE WHEN pair.driver_id IS NOT NULL THEN now() END,
    CASE WHEN pair.driver_id IS NULL THEN greatest(now() + interval '5 seconds', r.held_until) END,
    -- Orders of a batch keep their order of arrival.
    now() + r.position * interval '1 microsecond',
    greatest(now(), r.held_until), r.requirements
  FROM received r LEFT JOIN pair ON pair.delivery_id = r.id
  ORDER BY r.submission_key COLLATE "C"
  ON CONFLICT (submission_key) DO NOTHING
  RETURNING id, submission_key, seller_order_id, order_code, channel_id, driver_id, distance_metres, sequence
), claimed_driver AS (
  UPDATE driver_dispatch.drivers d
  SET status = 'BUSY', status_version = status_version + 1, status_since = now(), updated_at = now()
  FROM accepted WHERE d.id = accepted.driver_id AND d.id = ANY ($11::text[])
  RETURNING d.id, d.name, d.phone, d.vehicle, d.channels, d.status, d.status_version, d.status_since
), history AS (
  INSERT INTO driver_dispatch.driver_status_history (driver_id, status_version, status, reason)
  SELECT id, status_version, status, 'assigned' FROM claimed_driver
), assignment AS (
  INSERT INTO driver_dispatch.assignments (delivery_id, driver_id, distance_metres, decision)
  SELECT a.id, a.driver_id, a.distance_metres, r.decision FROM accepted a
  JOIN received r ON r.id = a.id
  WHERE a.driver_id IS NOT NULL
), event AS (
  INSERT INTO driver_dispatch.delivery_events (delivery_id, sequence, type, state, actor, data, acknowledged_at, lease_until)
  SELECT id, 0, 'delivery.accepted', 'PENDING', 'vendure', '{}'::jsonb, now(), NULL FROM accepted
  UNION ALL
  SELECT a.id, a.sequence, 'delivery.assigned', 'ASSIGNED', 'engine', jsonb_build_object(
    'driver', jsonb_strip_nulls(
      jsonb_build_object('id', d.id, 'name', d.name, 'phone', d.phone, 'vehicle', d.vehicle)),
    'distanceMetres', a.distance_metres), NULL, (SELECT until FROM lease)
  FROM accepted a JOIN claimed_driver d ON d.id = a.driver_id
  RETURNING delivery_id, id, sequence, data, at, lease_until
)
SELECT a.id AS "deliveryId", a.driver_id AS "driverId", a.distance_metres AS "distanceMetres",
  d.status, d.status_version AS "statusVersion", d.status_since AS "statusSince", d.channels,
  a.submission_key AS "submissionKey", a.seller_order_id AS "sellerOrderId", a.order_code AS "orderCode",
  a.channel_id AS "channelId",
  e.id AS "eventId", a.sequence, e.data, e.at, e.lease_until::text AS lease
FROM accepted a
LEFT JOIN claimed_driver d ON d.id = a.driver_id
LEFT JOIN event e ON e.delivery_id = a.id AND e.sequence > 0;
