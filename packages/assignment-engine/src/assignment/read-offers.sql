-- Offers to drivers, newest first.
--
-- $1 bigint offer, $2 uuid delivery, $3 text driver, $4 text channel, $5 text state: open or ended; NULL selects any.
-- $6 int maximum number.
SELECT a.id AS "offerId", a.delivery_id AS "deliveryId", w.order_code AS "orderCode", w.channel_id AS "channelId",
  a.driver_id AS "driverId", d.name AS "driverName", a.distance_metres AS "distanceMetres", a.offered_at AS "offeredAt",
  a.offer_ends_at AS "endsAt",
  CASE WHEN a.assigned_at IS NOT NULL THEN 'accepted' WHEN a.offer_end IS NOT NULL THEN a.offer_end
    WHEN a.offer_ends_at <= now() THEN 'expired' END AS outcome,
  CASE WHEN a.assigned_at IS NOT NULL THEN a.assigned_at WHEN a.offer_end IS NOT NULL THEN a.released_at
    WHEN a.offer_ends_at <= now() THEN a.offer_ends_at END AS "endedAt",
  a.decline_reason AS "declineReason", a.decline_note AS "declineNote"
FROM driver_dispatch.assignments a
JOIN driver_dispatch.deliveries w ON w.id = a.delivery_id
JOIN driver_dispatch.drivers d ON d.id = a.driver_id
WHERE a.offer_ends_at IS NOT NULL
  AND ($1::bigint IS NULL OR a.id = $1::bigint)
  AND ($2::uuid IS NULL OR a.delivery_id = $2::uuid)
  AND ($3::text IS NULL OR a.driver_id = $3::text)
  AND ($4::text IS NULL OR w.channel_id = $4::text)
  AND ($5::text IS NULL
    OR ($5::text = 'open') = (a.assigned_at IS NULL AND a.released_at IS NULL AND a.offer_ends_at > now()))
ORDER BY a.offered_at DESC, a.id DESC
LIMIT $6::int;
