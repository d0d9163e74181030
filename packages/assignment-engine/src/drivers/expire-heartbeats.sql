-- Sets AVAILABLE drivers with an expired heartbeat OFFLINE, at most 1000 per call. A BUSY driver keeps the delivery until
-- it ends or an operator takes it away, and then goes OFFLINE.
--
-- $1 float8 heartbeat's time to live in seconds.
WITH expired AS (
  SELECT id FROM driver_dispatch.drivers
  WHERE status = 'AVAILABLE' AND (seen_at IS NULL OR seen_at <= now() - make_interval(secs => $1::float8))
  LIMIT 1000
  FOR UPDATE SKIP LOCKED
), offline AS (
  UPDATE driver_dispatch.drivers d
  SET status = 'OFFLINE', status_version = status_version + 1, status_since = now(), updated_at = now()
  FROM expired WHERE d.id = expired.id
  RETURNING d.id, d.status, d.status_version, d.status_since, d.channels, d.lat, d.lon
), history AS (
  INSERT INTO driver_dispatch.driver_status_history (driver_id, status_version, status, reason)
  SELECT id, status_version, status, 'heartbeat expired' FROM offline
)
SELECT id, status, status_version AS "statusVersion", status_since AS "statusSince", channels, lat, lon
FROM offline;
