-- Resolves the alerts of silent drivers who have sent a heartbeat or location since, and of drivers who approach the pickup
-- now, and writes the event for Vendure. Resolves at most one alert per delivery, so that each has its event; the next call
-- resolves another. The next step of a delivery resolves all its alerts: see move-delivery.sql and reassign-delivery.sql.
--
-- Keeps: a delivery is locked before its alert; one that another transaction has locked is left to the next call.
--
-- $1 float8 seconds after which a driver with a delivery counts as silent. Returns the resolved alerts.
WITH active_again AS MATERIALIZED (
  SELECT DISTINCT ON (w.id) open.id AS alert_id, w.id FROM driver_dispatch.alerts open
  JOIN driver_dispatch.deliveries w ON w.id = open.delivery_id
  JOIN driver_dispatch.drivers d ON d.id = w.driver_id
  WHERE open.resolved_at IS NULL AND CASE open.type
    WHEN 'delivery.driver_silent' THEN d.seen_at > now() - make_interval(secs => $1::float8)
    WHEN 'delivery.no_show' THEN driver_dispatch.approaches(d.lat, d.lon, w.pickup_position, w.distance_metres)
    ELSE false END
  ORDER BY w.id, open.id
  LIMIT 500
), locked AS (
  SELECT n.alert_id, w.id FROM driver_dispatch.deliveries w
  JOIN active_again n ON n.id = w.id
  WHERE w.state IN ('ASSIGNED', 'PICKED_UP')
  FOR UPDATE OF w SKIP LOCKED
), resolved AS (
  UPDATE driver_dispatch.alerts open SET resolved_at = now()
  FROM locked WHERE open.id = locked.alert_id AND open.resolved_at IS NULL
  RETURNING open.id, open.type, open.delivery_id
), moved AS (
  UPDATE driver_dispatch.deliveries w SET sequence = w.sequence + 1
  FROM resolved WHERE w.id = resolved.delivery_id
  RETURNING w.id, w.sequence, w.state, w.submission_key, resolved.id AS alert_id, resolved.type
), event AS (
  INSERT INTO driver_dispatch.delivery_events (delivery_id, sequence, type, state, actor, data)
  SELECT id, sequence, 'delivery.alert_resolved', state, 'engine', jsonb_build_object('alert', type) FROM moved
)
SELECT moved.alert_id AS "alertId", moved.type AS alert, moved.id AS "deliveryId", moved.submission_key AS "submissionKey"
FROM moved;
