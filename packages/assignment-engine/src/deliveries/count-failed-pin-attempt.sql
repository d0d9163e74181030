-- Counts a failed PIN attempt of a delivery, unless PIN entry is locked. The caller's transaction has locked the delivery
-- and commits in any case.
--
-- Keeps: at most $5 different PINs are checked until $3 seconds have passed since the last failed attempt, or until an
-- operator resets the attempts. A PIN that is repeated, for example after a lost response, counts once.
--
-- $1 uuid delivery, $2 text PIN, $3 float8 lock time in seconds, $4 boolean whether the PIN is correct, $5 integer limit.
-- Returns the number of failed attempts, including this one, and the end of the lock; NULL if the PIN was checked.
WITH attempts AS (
  SELECT id, last_failed_pin, last_failed_pin_at + make_interval(secs => $3::float8) AS reset_at,
    CASE WHEN last_failed_pin_at > now() - make_interval(secs => $3::float8) THEN failed_pin_attempts ELSE 0 END AS so_far
  FROM driver_dispatch.deliveries WHERE id = $1::uuid
), counted AS (
  UPDATE driver_dispatch.deliveries d
  SET failed_pin_attempts = so_far + (so_far = 0 OR attempts.last_failed_pin <> $2::text)::int,
      last_failed_pin = $2::text, last_failed_pin_at = now()
  FROM attempts WHERE d.id = attempts.id AND NOT $4::boolean AND so_far < $5::integer
  RETURNING d.failed_pin_attempts
)
SELECT coalesce(counted.failed_pin_attempts, so_far) AS "failedPinAttempts",
  CASE WHEN so_far >= $5::integer THEN reset_at END AS "lockedUntil"
FROM attempts LEFT JOIN counted ON true;
