-- Erases what drivers leave behind besides deliveries: changes of status, locations, and devices, that are older than the
-- retention time. Of the changes of status, the last one before that time remains, so that the status at any later time is
-- known. A session with a tracker secret remains until it is revoked: the secret would end with it.
--
-- $1 float8 retention in seconds, $2 integer maximum number of rows per table. Returns the number of changed rows.
WITH expiry AS MATERIALIZED (
  SELECT now() - make_interval(secs => $1::float8) AS at
), status AS (
  DELETE FROM driver_dispatch.driver_status_history WHERE (driver_id, status_version) IN (
    SELECT h.driver_id, h.status_version FROM driver_dispatch.driver_status_history h
    WHERE h.at < now() - make_interval(secs => $1::float8)
      AND (
        SELECT true FROM driver_dispatch.driver_status_history later
        WHERE later.driver_id = h.driver_id AND later.status_version > h.status_version
          AND later.reason <> 'edited' AND later.at < (SELECT at FROM expiry)
        LIMIT 1
      )
    LIMIT $2::integer
  )
  RETURNING 1
), location AS (
  UPDATE driver_dispatch.drivers SET lat = NULL, lon = NULL, location_at = NULL
  WHERE id = ANY (ARRAY(
    SELECT id FROM driver_dispatch.drivers
    WHERE status = 'OFFLINE' AND lat IS NOT NULL
      AND coalesce(greatest(location_at, seen_at), updated_at) < (SELECT at FROM expiry)
    LIMIT $2::integer
    FOR NO KEY UPDATE SKIP LOCKED
  ))
  RETURNING 1
), session AS (
  DELETE FROM driver_dispatch.driver_sessions WHERE id = ANY (ARRAY(
    SELECT s.id FROM driver_dispatch.driver_sessions s
    WHERE s.revoked_at < (SELECT at FROM expiry)
      OR s.expires_at < (SELECT at FROM expiry)
        AND NOT EXISTS (SELECT FROM driver_dispatch.tracker_secrets t WHERE t.session_id = s.id)
    LIMIT $2::integer
    FOR UPDATE SKIP LOCKED
  ))
  RETURNING id
), secret AS (
  DELETE FROM driver_dispatch.tracker_secrets WHERE session_id IN (SELECT id FROM session)
  RETURNING 1
), dropped_location AS (
  UPDATE driver_dispatch.tracker_secrets SET dropped_lat = NULL, dropped_lon = NULL, dropped_at = NULL
  WHERE dropped_at < (SELECT at FROM expiry) AND (session_id IS NULL OR session_id NOT IN (SELECT id FROM session))
  RETURNING 1
), invitation AS (
  DELETE FROM driver_dispatch.driver_invitations WHERE expires_at < (SELECT at FROM expiry)
  RETURNING 1
)
SELECT (SELECT count(*) FROM status) + (SELECT count(*) FROM location) + (SELECT count(*) FROM session)
  + (SELECT count(*) FROM dropped_location) + (SELECT count(*) FROM invitation) AS changed;
