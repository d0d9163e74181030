-- Takes waiting deliveries whose next attempt is due, longest due first, and sets the attempt after that: should the
-- taker die, another takes them then. Two takers never take the same one.
--
-- $1 float8 seconds until the attempt after this one, $2 int how many at the most.
UPDATE driver_dispatch.deliveries
SET next_attempt_at = now() + make_interval(secs => $1::float8)
WHERE id IN (
  SELECT id FROM driver_dispatch.deliveries
  WHERE state = 'PENDING' AND next_attempt_at <= now()
  ORDER BY next_attempt_at, id
  LIMIT $2::int
  FOR UPDATE SKIP LOCKED
)
RETURNING id;
