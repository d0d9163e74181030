-- Stops the endpoint, for all engines and deliveries, because the receiver answered that it is gone. The events stay
-- unacknowledged, keep their attempts, and their leases end. Does not change an event whose lease has passed to another
-- process, and does not stop an endpoint that an operator has resumed since the events were leased.
--
-- $1 uuid[] events, $2 timestamptz[] their leases as they were given, $3 jsonb error, $4 float8 seconds of a lease.
WITH kept AS (
  UPDATE driver_dispatch.delivery_events e SET last_error = $3::jsonb, lease_until = NULL
  FROM unnest($1::uuid[], $2::timestamptz[]) AS sent (id, lease)
  WHERE e.id = sent.id AND e.lease_until = sent.lease AND e.acknowledged_at IS NULL
  RETURNING sent.lease
)
UPDATE driver_dispatch.webhook_endpoint
SET state = 'stopped', since = now(), consecutive_failures = consecutive_failures + 1,
    failing_since = coalesce(failing_since, now()), last_error = $3::jsonb
WHERE state <> 'stopped' AND since <= (SELECT max(lease) FROM kept) - make_interval(secs => $4::float8);
