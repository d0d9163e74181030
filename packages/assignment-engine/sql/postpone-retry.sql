-- Puts a retry off for which there is no room now; it does not count as a try. Changes nothing when the lease is
-- another's by now.
--
-- $1 uuid event, $2 timestamptz the lease as it was given, $3 float8 seconds.
UPDATE driver_dispatch.delivery_events e
SET next_relay_at = now() + make_interval(secs => $3::float8)
FROM driver_dispatch.deliveries d
WHERE e.id = $1::uuid AND d.id = e.delivery_id AND e.relayed_at IS NULL
  AND d.relay_lease_until = $2::timestamptz;
