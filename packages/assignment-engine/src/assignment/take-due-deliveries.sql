-- Takes waiting deliveries whose next assignment attempt is due, longest due first, and schedules the attempt after it, so
-- that another process takes them if this one dies. Skips open offers, which must end first. Two processes never take the
-- same delivery.
--
-- $1 float8 seconds until the attempt after this one, $2 int maximum number of deliveries.
UPDATE driver_dispatch.deliveries
SET next_attempt_at = now() + make_interval(secs => $1::float8)
WHERE id IN (
  SELECT id FROM driver_dispatch.deliveries
  WHERE state = 'PENDING' AND offered_until IS NULL AND next_attempt_at <= now()
  ORDER BY next_attempt_at, id
  LIMIT $2::int
  FOR UPDATE SKIP LOCKED
)
RETURNING id;
