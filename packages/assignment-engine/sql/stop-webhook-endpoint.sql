-- Stops the endpoint, for all engines and deliveries, because the receiver says that it is gone. The event stays
-- outstanding with the tries it has. Changes nothing when the lease is another's by now, and does not stop an endpoint
-- that an operator has resumed, say, since the event was read: what was said before that says nothing of it.
--
-- $1 uuid event, $2 timestamptz the lease as it was given, $3 text error, $4 timestamptz when the event was read.
WITH held AS (
  SELECT d.id
  FROM driver_dispatch.deliveries d
  JOIN driver_dispatch.delivery_events e ON e.delivery_id = d.id
  WHERE e.id = $1::uuid AND d.relay_lease_until = $2::timestamptz
  FOR NO KEY UPDATE OF d
), kept AS (
  UPDATE driver_dispatch.delivery_events e SET last_error = $3::text
  FROM held
  WHERE e.id = $1::uuid AND e.delivery_id = held.id AND e.relayed_at IS NULL
  RETURNING e.id
)
UPDATE driver_dispatch.webhook_endpoint
SET state = 'stopped', since = now(), consecutive_failures = consecutive_failures + 1,
    failing_since = coalesce(failing_since, now()), last_error = $3::text
WHERE state <> 'stopped' AND since <= $4::timestamptz AND EXISTS (SELECT FROM kept);
