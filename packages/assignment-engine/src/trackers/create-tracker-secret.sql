-- Creates a tracker secret of an active driver. A driver has at most $4 secrets: the others are deleted, beginning with
-- the one that was not used for the longest time.
--
-- $1 text driver, $2 text SHA-256 of the secret, $3 text label or NULL, $4 int maximum, $5 uuid session of the driver or
-- NULL. Returns the secret's row; no row if the driver is unknown or deactivated.
WITH created AS (
  INSERT INTO driver_dispatch.tracker_secrets (driver_id, secret_hash, label, session_id)
  SELECT id, $2::text, $3::text, $5::uuid FROM driver_dispatch.drivers WHERE id = $1::text AND active
  RETURNING id, label, created_at, last_used_at
), deleted AS (
  DELETE FROM driver_dispatch.tracker_secrets
  WHERE EXISTS (SELECT FROM created) AND id IN (
    SELECT id FROM driver_dispatch.tracker_secrets
    WHERE driver_id = $1::text
    ORDER BY greatest(created_at, last_used_at) DESC, id
    OFFSET $4::int - 1
  )
)
SELECT id AS "secretId", label, created_at AS "createdAt", last_used_at AS "lastUsedAt" FROM created;
