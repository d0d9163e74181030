-- Accepts an offer: assigns its delivery to the driver and writes the event.
--
-- Keeps: an offer is accepted at most once, only by its driver, and never after its end by this server's clock; the
-- delivery is waiting with this offer open at commit. Locks the delivery first, as every change of a delivery does, so that
-- it sees the result of a cancellation, manual assignment or end of the offer that was earlier. The acceptance counts as a
-- heartbeat.
--
-- $1 bigint offer, $2 text driver, $3 float8 seconds of the lease under which the caller sends the event itself, NULL if it
-- does not. Only the first event of a delivery gets a lease: an earlier one may be unacknowledged.
-- Returns the driver, the source of the candidates, the event and the caller's lease on it; no row if the offer can't be
-- accepted.
-- The expression coalesce(...) keeps the planner from reading all open offers from their partial index.
WITH locked AS MATERIALIZED (
  SELECT w.id FROM driver_dispatch.assignments a
  JOIN driver_dispatch.deliveries w ON w.id = a.delivery_id
  JOIN driver_dispatch.drivers d ON d.id = a.driver_id
  WHERE a.id = $1::bigint AND a.driver_id = $2::text AND coalesce(a.assigned_at, a.released_at) IS NULL
    AND w.offered_until IS NOT NULL AND d.active
  FOR UPDATE OF w
), open AS MATERIALIZED (
  -- The time after a wait for the lock.
  SELECT id, clock_timestamp() AS at FROM locked
), accepted AS (
  UPDATE driver_dispatch.assignments a SET assigned_at = now()
  FROM open WHERE a.id = $1::bigint AND a.delivery_id = open.id
    AND coalesce(a.assigned_at, a.released_at) IS NULL
    AND a.offer_ends_at > open.at
  RETURNING a.delivery_id, a.driver_id, a.distance_metres, a.decision
), lease AS (
  SELECT now() + make_interval(secs => $3::float8) AS until FROM driver_dispatch.webhook_endpoint
  WHERE id = 1 AND state <> 'stopped'
), claimed_driver AS (
  UPDATE driver_dispatch.drivers d
  SET status_version = status_version + 1, seen_at = now(), updated_at = now()
  FROM accepted WHERE d.id = accepted.driver_id AND d.id = $2::text
  RETURNING d.id, d.name, d.phone, d.vehicle, d.channels, d.status, d.status_version, d.status_since
), history AS (
  INSERT INTO driver_dispatch.driver_status_history (driver_id, status_version, status, reason)
  SELECT id, status_version, status, 'assigned' FROM claimed_driver
), claimed_delivery AS (
  UPDATE driver_dispatch.deliveries w
  SET state = 'ASSIGNED', sequence = w.sequence + 1, driver_id = accepted.driver_id,
      distance_metres = accepted.distance_metres, assigned_at = now(), next_attempt_at = NULL, offered_until = NULL
  FROM accepted WHERE w.id = accepted.delivery_id
  RETURNING w.id, w.submission_key, w.seller_order_id, w.order_code, w.channel_id, w.sequence, w.distance_metres,
    accepted.decision
), event AS (
  INSERT INTO driver_dispatch.delivery_events (delivery_id, sequence, type, state, actor, data, lease_until)
  SELECT w.id, w.sequence, 'delivery.assigned', 'ASSIGNED', 'driver:' || d.id, jsonb_build_object(
    'driver', jsonb_strip_nulls(
      jsonb_build_object('id', d.id, 'name', d.name, 'phone', d.phone, 'vehicle', d.vehicle)),
    'distanceMetres', w.distance_metres),
    CASE WHEN w.sequence = 1 THEN (SELECT until FROM lease) END
  FROM claimed_delivery w CROSS JOIN claimed_driver d
  RETURNING id, data, at, lease_until
)
SELECT w.id AS "deliveryId", d.id AS "driverId", w.distance_metres AS "distanceMetres", d.status,
  d.status_version AS "statusVersion", d.status_since AS "statusSince", d.channels, w.submission_key AS "submissionKey",
  w.seller_order_id AS "sellerOrderId", w.order_code AS "orderCode", w.channel_id AS "channelId",
  w.decision ->> 'source' AS source,
  e.id AS "eventId", w.sequence, e.data, e.at, e.lease_until::text AS lease
FROM claimed_delivery w CROSS JOIN claimed_driver d CROSS JOIN event e;
