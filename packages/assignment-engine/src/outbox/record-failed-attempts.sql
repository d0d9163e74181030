-- Records failed send attempts of events, ends their leases, and counts the failures of the endpoint. Does not change an
-- event whose lease has passed to another process, such as after a pause of this process.
--
-- $1 uuid[] events, $2 timestamptz[] their leases as they were given, $3 jsonb[] errors, NULL keeps the last one, $4
-- float8[] seconds until the next attempt, NULL for a dead letter, $5 integer attempts to count for each event, $6
-- integer failures to count for the endpoint. After $7 consecutive failures over at least $8 float8 seconds the endpoint
-- counts as failing. Returns the changed events.
WITH failed AS (
  UPDATE driver_dispatch.delivery_events e
  SET attempts = attempts + $5::integer, last_error = coalesce(attempt.error, e.last_error),
      dead_at = CASE WHEN attempt.delay IS NULL THEN now() END,
      next_attempt_at = now() + make_interval(secs => coalesce(attempt.delay, 0)), lease_until = NULL
  FROM unnest($1::uuid[], $2::timestamptz[], $3::jsonb[], $4::float8[]) AS attempt (id, lease, error, delay)
  WHERE e.id = attempt.id AND e.lease_until = attempt.lease AND e.acknowledged_at IS NULL
  RETURNING e.id, e.last_error
), endpoint AS (
  UPDATE driver_dispatch.webhook_endpoint
  SET consecutive_failures = consecutive_failures + $6::integer, failing_since = coalesce(failing_since, now()),
      last_error = (SELECT last_error FROM failed LIMIT 1),
      state = CASE WHEN consecutive_failures + $6::integer >= $7::integer
          AND coalesce(failing_since, now()) <= now() - make_interval(secs => $8::float8)
        THEN 'failing' ELSE state END,
      since = CASE WHEN state = 'active' AND consecutive_failures + $6::integer >= $7::integer
          AND coalesce(failing_since, now()) <= now() - make_interval(secs => $8::float8)
        THEN now() ELSE since END
  WHERE $6::integer > 0 AND state <> 'stopped' AND EXISTS (SELECT FROM failed)
)
SELECT id FROM failed;
