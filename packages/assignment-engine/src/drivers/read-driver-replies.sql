-- The replies to drivers: status, and current delivery or open offer.
--
-- $1 text[] drivers, unique. Returns a row for each known driver; the other columns are NULL without a
-- delivery or offer.
SELECT driver_id AS "driverId", status, status_reason AS "statusReason",
  delivery_id AS "deliveryId", order_code AS "orderCode", state, pickup, dropoff,
  offer_id AS "offerId", offer_distance_metres AS "offerDistanceMetres", offered_at AS "offeredAt",
  offer_ends_at AS "offerEndsAt"
FROM driver_dispatch.driver_replies
WHERE driver_id = ANY ($1::text[]);
