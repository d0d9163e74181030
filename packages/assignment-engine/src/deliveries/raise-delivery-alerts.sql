-- Raises an alert for each delivery that has a driver and makes no progress, and writes the event for Vendure. Raises at
-- most one alert per delivery; the next call raises another.
--
-- Keeps: one open alert of each type and delivery. A delivery is locked before its alert is written, and a delivery that
-- another transaction has locked is left to the next call, so that this statement can't cause a deadlock.
--
-- $1 float8 seconds after which an ASSIGNED delivery should be picked up, from the later of assignment and ready time.
-- $2 float8 seconds after which a PICKED_UP delivery should have ended. $3 float8 seconds after which a driver with a
-- delivery counts as silent, NULL while heartbeats are not reliable. $4 float8 seconds after which the driver of an ASSIGNED
-- delivery should approach the pickup, from the assignment, but not before the ready time; NULL as for $3.
-- Returns the raised alerts.
WITH under_way AS (
  SELECT w.id, w.state, d.id AS driver_id, d.seen_at, w.picked_up_at,
    CASE WHEN NOT driver_dispatch.approaches(d.lat, d.lon, w.pickup_position, w.distance_metres)
      THEN greatest(w.assigned_at, (w.pickup ->> 'readyAt')::timestamptz - make_interval(secs => $4::float8)) END
      AS not_approaching_from,
    greatest(w.assigned_at, (w.pickup ->> 'readyAt')::timestamptz) AS pickup_from
  FROM driver_dispatch.assignments a
  JOIN driver_dispatch.deliveries w ON w.id = a.delivery_id
  JOIN driver_dispatch.drivers d ON d.id = a.driver_id
  WHERE a.released_at IS NULL AND a.assigned_at IS NOT NULL
), stalled AS MATERIALIZED (
  SELECT DISTINCT ON (u.id) u.id, u.state, u.driver_id, limits.type, limits.since
  FROM under_way u
  CROSS JOIN LATERAL (VALUES
    ('delivery.not_picked_up', CASE WHEN u.state = 'ASSIGNED' THEN u.pickup_from END, $1::float8),
    ('delivery.not_ended', CASE WHEN u.state = 'PICKED_UP' THEN u.picked_up_at END, $2::float8),
    ('delivery.driver_silent', u.seen_at, $3::float8),
    ('delivery.no_show', CASE WHEN u.state = 'ASSIGNED' THEN u.not_approaching_from END, $4::float8)
  ) AS limits (type, since, seconds)
  WHERE limits.since < now() - make_interval(secs => limits.seconds)
    AND NOT EXISTS (
      SELECT FROM driver_dispatch.alerts open
      WHERE open.delivery_id = u.id AND open.type = limits.type AND open.resolved_at IS NULL)
  ORDER BY u.id, limits.since
  LIMIT 500
), locked AS (
  SELECT w.id, s.driver_id, s.type, s.since FROM driver_dispatch.deliveries w
  JOIN stalled s ON s.id = w.id
  -- Checks again after locking: the delivery may have changed.
  WHERE w.state = s.state AND w.driver_id = s.driver_id
  FOR UPDATE OF w SKIP LOCKED
), raised AS (
  INSERT INTO driver_dispatch.alerts (type, delivery_id, details)
  SELECT type, id, jsonb_build_object('driverId', driver_id,
    'since', to_char(since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
  FROM locked
  ON CONFLICT DO NOTHING
  RETURNING id, type, delivery_id, details
), moved AS (
  UPDATE driver_dispatch.deliveries w SET sequence = w.sequence + 1
  FROM raised WHERE w.id = raised.delivery_id
  RETURNING w.id, w.sequence, w.state, w.submission_key, raised.id AS alert_id, raised.type, raised.details
), event AS (
  INSERT INTO driver_dispatch.delivery_events (delivery_id, sequence, type, state, actor, data)
  SELECT id, sequence, 'delivery.alert_raised', state, 'engine',
    jsonb_build_object('alert', type, 'since', details ->> 'since')
  FROM moved
)
SELECT moved.alert_id AS "alertId", moved.type AS alert, moved.id AS "deliveryId", moved.submission_key AS "submissionKey",
  moved.details
FROM moved;
