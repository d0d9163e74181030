-- Leaves the telling of a delivery's events to the job queue, if the lease is still the caller's.
--
-- $1 uuid delivery, $2 timestamptz the lease as it was given.
WITH released AS (
  UPDATE driver_dispatch.deliveries SET relay_lease_until = NULL
  WHERE id = $1::uuid AND relay_lease_until = $2::timestamptz
  RETURNING id
)
SELECT driver_dispatch.queue_relay(array_agg(id)) FROM released;
