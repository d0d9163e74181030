-- Keeps an event that could not be told for its next try, or as a dead letter.
--
-- $1 uuid event, $2 text error, $3 float8 seconds until the next try, NULL for a dead letter.
UPDATE driver_dispatch.delivery_events
SET relay_attempts = relay_attempts + 1, last_error = $2::text,
    dead_at = CASE WHEN $3::float8 IS NULL THEN now() END,
    next_relay_at = now() + make_interval(secs => coalesce($3::float8, 0))
WHERE id = $1::uuid AND relayed_at IS NULL;
