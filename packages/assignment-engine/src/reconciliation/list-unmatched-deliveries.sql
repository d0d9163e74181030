-- A page of the deliveries that Vendure does not know, latest first, with the total number.
--
-- $1 text channel, NULL for all, $2 integer page size, $3 integer offset.
SELECT id AS "deliveryId", submission_key AS "submissionKey", seller_order_id AS "sellerOrderId",
  order_code AS "orderCode", channel_id AS "channelId", state, driver_id AS "driverId", created_at AS "createdAt",
  unmatched_since AS "unmatchedSince", count(*) OVER ()::int AS total
FROM driver_dispatch.unmatched_deliveries
WHERE $1::text IS NULL OR channel_id = $1
ORDER BY unmatched_since DESC, id
LIMIT $2::integer OFFSET $3::integer;
