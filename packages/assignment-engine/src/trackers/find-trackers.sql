-- Finds trackers by their secrets, with the last location of the driver and the last location that was dropped. A
-- deactivated driver has no trackers. Notes the use at most once per minute, so that most requests write nothing. Never waits
-- for a lock.
--
-- $1 text[] SHA-256 of the secrets, unique.
WITH used AS (
  UPDATE driver_dispatch.tracker_secrets
  SET last_used_at = now()
  WHERE id = ANY (ARRAY(
    SELECT id FROM driver_dispatch.tracker_secrets
    WHERE secret_hash = ANY ($1::text[]) AND coalesce(last_used_at, '-infinity') < now() - interval '1 minute'
    FOR UPDATE SKIP LOCKED
  ))
)
SELECT s.secret_hash AS "secretHash", s.id AS "secretId", s.driver_id AS "driverId",
  d.lat, d.lon, d.location_at AS "locationAt",
  s.dropped_lat AS "droppedLat", s.dropped_lon AS "droppedLon", s.dropped_at AS "droppedAt"
FROM driver_dispatch.current_tracker_secrets s
JOIN driver_dispatch.drivers d ON d.id = s.driver_id AND d.active
WHERE s.secret_hash = ANY ($1::text[]);
