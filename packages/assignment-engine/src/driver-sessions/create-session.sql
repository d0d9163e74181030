-- Signs an active driver in on a device. Deletes the sessions of the driver that ended more than 30 days ago, with their
-- tracker secrets. An expired session with a tracker secret remains: the secret would end with it.
--
-- $1 text driver, $2 text SHA-256 of the token, $3 text name of the device, $4 float8 seconds after which an unused
-- session expires. Returns the session; no row if the driver is unknown or deactivated.
WITH ended AS (
  DELETE FROM driver_dispatch.driver_sessions s
  WHERE driver_id = $1::text AND (
    revoked_at < now() - interval '30 days'
    OR expires_at < now() - interval '30 days'
      AND NOT EXISTS (SELECT FROM driver_dispatch.tracker_secrets t WHERE t.driver_id = $1::text AND t.session_id = s.id))
  RETURNING id
), secrets AS (
  DELETE FROM driver_dispatch.tracker_secrets WHERE driver_id = $1::text AND session_id IN (SELECT id FROM ended)
)
INSERT INTO driver_dispatch.driver_sessions (driver_id, token_hash, device_name, expires_at)
SELECT id, $2::text, $3::text, now() + make_interval(secs => $4::float8)
FROM driver_dispatch.drivers WHERE id = $1::text AND active
RETURNING id AS "sessionId", device_name AS "deviceName", created_at AS "createdAt", last_used_at AS "lastUsedAt",
  expires_at AS "expiresAt";
