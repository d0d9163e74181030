-- Finds sessions by their tokens, and extends them. A session is written at most once per minute, so that most requests
-- write nothing. Never waits for a lock.
--
-- $1 text[] SHA-256 of the tokens, unique, $2 float8 seconds after which an unused session expires.
-- Returns a row for each known token, with the reason if the session has ended.
WITH extended AS (
  UPDATE driver_dispatch.driver_sessions
  SET last_used_at = now(), expires_at = now() + make_interval(secs => $2::float8)
  WHERE id = ANY (ARRAY(
    SELECT id FROM driver_dispatch.driver_sessions
    WHERE token_hash = ANY ($1::text[]) AND revoked_at IS NULL AND expires_at > now()
      AND last_used_at < now() - interval '1 minute'
    FOR UPDATE SKIP LOCKED
  ))
)
SELECT s.token_hash AS "tokenHash", s.id AS "sessionId", s.driver_id AS "driverId",
  CASE WHEN s.revoked_at IS NOT NULL THEN 'revoked' WHEN s.expires_at <= now() THEN 'expired'
    WHEN NOT d.active THEN 'deactivated' END AS ended
FROM driver_dispatch.driver_sessions s
JOIN driver_dispatch.drivers d ON d.id = s.driver_id
WHERE s.token_hash = ANY ($1::text[]);
