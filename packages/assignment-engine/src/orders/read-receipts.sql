-- The state, identity and fingerprint of deliveries.
--
-- $1 text[] submission keys.
SELECT id AS "deliveryId", submission_key AS "submissionKey", seller_order_id AS "sellerOrderId",
  order_code AS "orderCode", channel_id AS "channelId", state, sequence, fingerprint,
  CASE WHEN state = 'PENDING' AND waiting_since > now()
    THEN to_char(waiting_since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') END AS "heldUntil"
FROM driver_dispatch.deliveries WHERE submission_key = ANY ($1::text[]);
