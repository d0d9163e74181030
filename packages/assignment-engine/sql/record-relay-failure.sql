-- Keeps an event that could not be told for its next try, or as a dead letter, and counts the failure of the
-- endpoint. Changes nothing when the lease is another's by now: a relay that was paused has no say in what its
-- heir does.
--
-- $1 uuid event, $2 timestamptz the lease as it was given, $3 text error, $4 float8 seconds until the next try, NULL
-- for a dead letter, $5 boolean whether the endpoint is to blame, $6 integer failures in a row and $7 float8 seconds
-- after which the endpoint counts as failing. Returns a row when the failure was kept.
WITH held AS (
  SELECT d.id
  FROM driver_dispatch.deliveries d
  JOIN driver_dispatch.delivery_events e ON e.delivery_id = d.id
  WHERE e.id = $1::uuid AND d.relay_lease_until = $2::timestamptz
  FOR NO KEY UPDATE OF d
), recorded AS (
  UPDATE driver_dispatch.delivery_events e
  SET relay_attempts = relay_attempts + 1, last_error = $3::text,
      dead_at = CASE WHEN $4::float8 IS NULL THEN now() END,
      next_relay_at = now() + make_interval(secs => coalesce($4::float8, 0))
  FROM held
  WHERE e.id = $1::uuid AND e.delivery_id = held.id AND e.relayed_at IS NULL
  RETURNING e.id
), endpoint AS (
  UPDATE driver_dispatch.webhook_endpoint
  SET consecutive_failures = consecutive_failures + 1, failing_since = coalesce(failing_since, now()),
      last_error = $3::text,
      state = CASE WHEN consecutive_failures + 1 >= $6::integer
          AND coalesce(failing_since, now()) <= now() - make_interval(secs => $7::float8)
        THEN 'failing' ELSE state END,
      since = CASE WHEN state = 'active' AND consecutive_failures + 1 >= $6::integer
          AND coalesce(failing_since, now()) <= now() - make_interval(secs => $7::float8)
        THEN now() ELSE since END
  WHERE $5::boolean AND state <> 'stopped' AND EXISTS (SELECT FROM recorded)
)
SELECT id FROM recorded;
