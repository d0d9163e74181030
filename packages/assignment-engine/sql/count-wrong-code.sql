-- Looks whether codes are taken at a delivery's door, and counts one that is wrong; the caller's transaction has locked
-- the delivery, and commits whatever comes out.
--
-- Keeps: of a delivery no more than $5 different codes are judged until the time of $3 seconds has passed since the last
-- of them, or an operator has reset them. A code that comes again, as after an answer that got lost, counts once.
--
-- $1 uuid delivery, $2 text code, $3 float8 seconds, $4 boolean whether it is right, $5 integer limit.
-- Returns how many were wrong with this one, and until when codes are locked; NULL where this one was judged.
WITH tries AS (
  SELECT id, last_wrong_code, wrong_code_at + make_interval(secs => $3::float8) AS forgotten_at,
    CASE WHEN wrong_code_at > now() - make_interval(secs => $3::float8) THEN failed_pin_attempts ELSE 0 END AS so_far
  FROM driver_dispatch.deliveries WHERE id = $1::uuid
), counted AS (
  UPDATE driver_dispatch.deliveries d
  SET failed_pin_attempts = so_far + (so_far = 0 OR tries.last_wrong_code <> $2::text)::int,
      last_wrong_code = $2::text, wrong_code_at = now()
  FROM tries WHERE d.id = tries.id AND NOT $4::boolean AND so_far < $5::integer
  RETURNING d.failed_pin_attempts
)
SELECT coalesce(counted.failed_pin_attempts, so_far) AS "failedPinAttempts",
  CASE WHEN so_far >= $5::integer THEN forgotten_at END AS "lockedUntil"
FROM tries LEFT JOIN counted ON true;
