-- Reads the deliveries of submitted orders, from which the engine builds its replies (receipts). heldUntil: start of the
-- search for a driver if it is in the future, else NULL. fingerprint: of the accepted contents, NULL if only a
-- cancellation arrived. A key without a delivery returns no row.
--
-- $1 text[] submission keys.
SELECT id AS "deliveryId", submission_key AS "submissionKey", seller_order_id AS "sellerOrderId",
  order_code AS "orderCode", channel_id AS "channelId", state, sequence, fingerprint,
  CASE WHEN state = 'PENDING' AND waiting_since > now()
    THEN to_char(waiting_since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') END AS "heldUntil"
FROM driver_dispatch.deliveries WHERE submission_key = ANY ($1::text[]);
