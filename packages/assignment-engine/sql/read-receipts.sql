-- How the deliveries of seller orders stand, and what they were made from.
--
-- $1 text[] seller orders.
SELECT id AS "deliveryId", seller_order_id AS "sellerOrderId", state, sequence, fingerprint
FROM driver_dispatch.deliveries WHERE seller_order_id = ANY ($1::text[]);
