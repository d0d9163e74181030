-- Marks deliveries that Vendure does not know, and clears the mark of those that it knows.
--
-- Keeps: deliveries are locked in the order of their ids.
--
-- $1 text[] submission keys unknown to Vendure, $2 text[] submission keys known to Vendure.
-- Returns the deliveries that are newly marked.
WITH changed AS (
  SELECT id FROM driver_dispatch.deliveries
  WHERE (submission_key = ANY ($1::text[]) AND unmatched_since IS NULL)
    OR (submission_key = ANY ($2::text[]) AND unmatched_since IS NOT NULL)
  ORDER BY id
  FOR NO KEY UPDATE
), marked AS (
  UPDATE driver_dispatch.deliveries d
  SET unmatched_since = CASE WHEN submission_key = ANY ($1::text[]) THEN now() END
  FROM changed WHERE d.id = changed.id
  RETURNING d.id, d.submission_key, d.seller_order_id, d.order_code, d.channel_id, d.state, d.unmatched_since
)
SELECT id AS "deliveryId", submission_key AS "submissionKey", seller_order_id AS "sellerOrderId",
  order_code AS "orderCode", channel_id AS "channelId", state
FROM marked WHERE unmatched_since IS NOT NULL;
