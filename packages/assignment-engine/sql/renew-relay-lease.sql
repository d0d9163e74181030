-- Prolongs a lease that is still the caller's; no row when it was lost.
--
-- $1 uuid delivery, $2 timestamptz the lease as it was given, $3 float8 seconds.
UPDATE driver_dispatch.deliveries SET relay_lease_until = now() + make_interval(secs => $3::float8)
WHERE id = $1::uuid AND relay_lease_until = $2::timestamptz
RETURNING relay_lease_until::text AS "until";
