-- Has a driver looked for now for a delivery that is held; changes nothing for any other.
--
-- $1 uuid delivery.
UPDATE driver_dispatch.deliveries SET waiting_since = now(), next_attempt_at = now()
WHERE id = $1::uuid AND state = 'PENDING' AND waiting_since > now();
