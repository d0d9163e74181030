-- Takes a stopped endpoint up again: every outstanding event is due at once, and its relay woken.
--
-- Returns how many events those are; 0 when the endpoint was not stopped.
WITH resumed AS (
  UPDATE driver_dispatch.webhook_endpoint
  SET state = 'active', since = now(), consecutive_failures = 0, failing_since = NULL, last_error = NULL
  WHERE state = 'stopped'
  RETURNING state
), due AS (
  UPDATE driver_dispatch.delivery_events SET next_relay_at = now()
  WHERE relayed_at IS NULL AND dead_at IS NULL AND EXISTS (SELECT FROM resumed)
  RETURNING delivery_id
)
SELECT count(*)::int AS resumed, driver_dispatch.queue_relay(array_agg(DISTINCT delivery_id)) FROM due;
