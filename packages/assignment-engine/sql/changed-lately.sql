-- Seller orders whose deliveries changed within the last day.
SELECT seller_order_id AS "sellerOrderId" FROM driver_dispatch.deliveries
WHERE greatest(created_at, unassigned_at, assigned_at, picked_up_at, finished_at) > now() - interval '1 day'
ORDER BY created_at, id;
