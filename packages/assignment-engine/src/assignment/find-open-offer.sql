-- Finds the open offer of a delivery or driver. Locks nothing.
--
-- $1 bigint offer, $2 uuid delivery, $3 text driver; NULL for any. $4 timestamptz when the driver went OFFLINE in a session:
-- returns no row if the driver has set a later status; see set-driver-status.sql. NULL for anything else.
SELECT a.id AS "offerId", a.delivery_id AS "deliveryId", a.driver_id AS "driverId"
FROM driver_dispatch.assignments a
JOIN driver_dispatch.drivers d ON d.id = a.driver_id
WHERE a.assigned_at IS NULL AND a.released_at IS NULL
  AND ($1::bigint IS NULL OR a.id = $1::bigint)
  AND ($2::uuid IS NULL OR a.delivery_id = $2::uuid)
  AND ($3::text IS NULL OR a.driver_id = $3::text)
  AND (d.status_signed_at <= now() AND $4::timestamptz < d.status_signed_at - interval '10 seconds') IS NOT TRUE;
