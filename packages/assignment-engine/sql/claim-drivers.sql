-- Claims proposed drivers for waiting deliveries: many in one statement, each pair wholly or not at all.
--
-- Keeps: a driver never has two active assignments, a delivery never has two (checked against the row that is
-- locked, and again by the unique indexes of assignments); whoever is assigned was AVAILABLE, active, seen
-- within the heartbeat's time to live, serving the channel and in reach at commit, and stood where the distance was
-- measured from: at the stored position, or at a newer one that is about to be stored; the event that tells Vendure
-- is in the same transaction. Never waits: a row that another claim holds counts as taken.
--
-- $1 uuid[] deliveries, $2 text[] drivers, $3 float8[] metres, $4 jsonb[] decisions: one element a proposal,
-- no delivery and no driver twice. $5 float8 heartbeat's time to live in seconds, $6 float8 metres by which the
-- stored location of a moving driver may lag behind, $7 float8 metres by which the index may be off. $8 float8[] lat,
-- $9 float8[] lon, $10 timestamptz[] measured at: where the index has each proposal's driver, NULL where PostgreSQL
-- itself was asked. $11 float8 seconds of the lease under which the caller tells Vendure of the assignments itself, NULL
-- when the job queue is to see to it, as it does where Vendure may have to be told of something else before.
-- Returns a row for each pair that was claimed, with its event; a lease if that is the caller's to tell.
WITH proposal AS (
  SELECT * FROM unnest($1::uuid[], $2::text[], $3::float8[], $4::jsonb[], $8::float8[], $9::float8[],
      $10::timestamptz[])
    AS proposal (delivery_id, driver_id, distance_metres, decision, lat, lon, located_at)
), free_driver AS (
  SELECT d.id, d.channels, driver_dispatch.unit_sphere(d.lat, d.lon) AS position, d.location_at
  FROM driver_dispatch.drivers d
  WHERE d.id = ANY ($2::text[]) AND d.status = 'AVAILABLE' AND d.active
    AND d.seen_at > now() - make_interval(secs => $5::float8)
  FOR UPDATE SKIP LOCKED
), waiting AS (
  SELECT w.id, w.channel_id, w.pickup_position, w.search_radius_metres FROM driver_dispatch.deliveries w
  WHERE w.id = ANY ($1::uuid[]) AND w.state = 'PENDING'
  FOR UPDATE SKIP LOCKED
), pair AS (
  SELECT p.delivery_id, p.driver_id, p.distance_metres, p.decision FROM proposal p
  JOIN free_driver d ON d.id = p.driver_id
  JOIN waiting w ON w.id = p.delivery_id
  WHERE (d.channels = '{}' OR w.channel_id = ANY (d.channels))
    AND cube_distance(d.position, w.pickup_position) <= driver_dispatch.chord(w.search_radius_metres + $6::float8)
    AND (p.lat IS NULL OR p.located_at > coalesce(d.location_at, 'epoch')
      OR cube_distance(d.position, driver_dispatch.unit_sphere(p.lat, p.lon)) <= driver_dispatch.chord($7::float8))
), lease AS (
  SELECT now() + make_interval(secs => $11::float8) AS until FROM driver_dispatch.webhook_endpoint
  WHERE id = 1 AND state = 'active'
), claimed_driver AS (
  UPDATE driver_dispatch.drivers d
  SET status = 'BUSY', status_version = status_version + 1, status_since = now(), updated_at = now()
  FROM pair WHERE d.id = pair.driver_id
  RETURNING d.id, d.name, d.phone, d.vehicle, d.channels, d.status, d.status_version, d.status_since
), history AS (
  INSERT INTO driver_dispatch.driver_status_history (driver_id, status_version, status, reason)
  SELECT id, status_version, status, 'assigned' FROM claimed_driver
), assignment AS (
  INSERT INTO driver_dispatch.assignments (delivery_id, driver_id, distance_metres, decision)
  SELECT delivery_id, driver_id, distance_metres, decision FROM pair
), claimed_delivery AS (
  UPDATE driver_dispatch.deliveries w
  SET state = 'ASSIGNED', sequence = w.sequence + 1, driver_id = pair.driver_id,
      distance_metres = pair.distance_metres, assigned_at = now(), next_attempt_at = NULL,
      relay_lease_until = CASE WHEN w.unassigned_at IS NULL THEN (SELECT until FROM lease)
        ELSE w.relay_lease_until END
  FROM pair WHERE w.id = pair.delivery_id
  RETURNING w.id, w.submission_key, w.seller_order_id, w.order_code, w.channel_id, w.sequence, w.driver_id,
    w.distance_metres,
    CASE WHEN w.unassigned_at IS NULL THEN w.relay_lease_until END AS lease
), event AS (
  INSERT INTO driver_dispatch.delivery_events (delivery_id, sequence, type, state, actor, data)
  SELECT w.id, w.sequence, 'delivery.assigned', 'ASSIGNED', 'engine', jsonb_build_object(
    'driver', jsonb_strip_nulls(
      jsonb_build_object('id', d.id, 'name', d.name, 'phone', d.phone, 'vehicle', d.vehicle)),
    'distanceMetres', w.distance_metres)
  FROM claimed_delivery w JOIN claimed_driver d ON d.id = w.driver_id
  RETURNING delivery_id, id, data, at
), relay AS (
  SELECT driver_dispatch.queue_relay(array_agg(id)) FROM claimed_delivery
  WHERE lease IS NULL
  HAVING count(*) > 0
)
SELECT w.id AS "deliveryId", w.driver_id AS "driverId", w.distance_metres AS "distanceMetres",
  d.status, d.status_version AS "statusVersion", d.status_since AS "statusSince", d.channels,
  w.submission_key AS "submissionKey", w.seller_order_id AS "sellerOrderId", w.order_code AS "orderCode",
  w.channel_id AS "channelId",
  e.id AS "eventId", w.sequence, e.data, e.at, now()::text AS "readAt", w.lease::text AS lease
FROM claimed_delivery w
JOIN claimed_driver d ON d.id = w.driver_id
JOIN event e ON e.delivery_id = w.id
LEFT JOIN relay ON true;
