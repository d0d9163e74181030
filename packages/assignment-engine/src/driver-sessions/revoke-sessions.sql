-- Revokes sessions of a driver: one, or all of them. Deletes their push subscriptions.
--
-- $1 text driver, $2 uuid session, NULL for all. Returns the ids of the revoked sessions.
WITH revoked AS (
  UPDATE driver_dispatch.driver_sessions SET revoked_at = now()
  WHERE driver_id = $1::text AND id = coalesce($2::uuid, id) AND revoked_at IS NULL
  RETURNING id
), subscriptions AS (
  DELETE FROM driver_dispatch.push_subscriptions WHERE session_id IN (SELECT id FROM revoked)
)
SELECT id FROM revoked;
