-- Replaces the contents of a waiting delivery. The delivery is due at once, unless it is held.
--
-- Keeps: an older message never replaces a newer one; a message with a time in the future blocks later messages no longer
-- than the tolerance of signatures; a delivery that has a driver or has ended does not change.
--
-- $1 uuid delivery, $2 jsonb pickup, $3 jsonb dropoff, $4 float8 search radius in metres, $5 text fingerprint,
-- $6 timestamptz time of the message, $7 float8 tolerance of signatures in seconds, $8 jsonb requirements,
-- NULL for none. Returns a row if the delivery was changed.
UPDATE driver_dispatch.deliveries
SET pickup = $2::jsonb, dropoff = $3::jsonb, search_radius_metres = $4::float8, fingerprint = $5::text,
    requirements = $8::jsonb,
    message_at = least($6::timestamptz, now() + make_interval(secs => $7::float8)),
    next_attempt_at = CASE WHEN waiting_since > now() THEN next_attempt_at ELSE now() END
WHERE id = $1::uuid AND state = 'PENDING' AND fingerprint IS DISTINCT FROM $5::text
  AND coalesce(message_at, '-infinity') <= $6::timestamptz
RETURNING id;
