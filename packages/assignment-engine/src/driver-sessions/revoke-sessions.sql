-- Revokes sessions of a driver: one, or all of them.
--
-- $1 text driver, $2 uuid session, NULL for all. Returns the ids of the revoked sessions.
UPDATE driver_dispatch.driver_sessions SET revoked_at = now()
WHERE driver_id = $1::text AND id = coalesce($2::uuid, id) AND revoked_at IS NULL
RETURNING id;
