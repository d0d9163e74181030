-- Invites an active driver. Deletes the expired invitations of the driver.
--
-- $1 text driver, $2 text SHA-256 of the invitation, $3 float8 seconds until it expires.
-- Returns the end of the invitation; no row if the driver is unknown or deactivated.
WITH expired AS (
  DELETE FROM driver_dispatch.driver_invitations WHERE driver_id = $1::text AND expires_at <= now()
)
INSERT INTO driver_dispatch.driver_invitations (invitation_hash, driver_id, expires_at)
SELECT $2::text, id, now() + make_interval(secs => $3::float8)
FROM driver_dispatch.drivers WHERE id = $1::text AND active
RETURNING expires_at AS "expiresAt";
