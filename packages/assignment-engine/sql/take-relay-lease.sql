-- Gives one relay at a time the right to tell Vendure of a delivery's events, for a while, by this server's clock.
-- Should its process die, another has the right when the while is over.
--
-- $1 uuid delivery, $2 float8 seconds. Returns a row when the lease is had.
UPDATE driver_dispatch.deliveries SET relay_lease_until = now() + make_interval(secs => $2::float8)
WHERE id = $1::uuid AND (relay_lease_until IS NULL OR relay_lease_until < now())
RETURNING relay_lease_until::text AS "until";
