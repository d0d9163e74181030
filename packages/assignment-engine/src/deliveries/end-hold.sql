-- Ends the hold of a delivery, so that the search for a driver starts now. Does not change a delivery that is not held.
--
-- $1 uuid delivery.
UPDATE driver_dispatch.deliveries SET waiting_since = now(), next_attempt_at = now()
WHERE id = $1::uuid AND state = 'PENDING' AND waiting_since > now();
