-- The replies to drivers: status and current delivery.
--
-- $1 text[] drivers, unique. Returns a row for each known driver; the delivery columns are NULL without a delivery.
SELECT driver_id AS "driverId", status, status_reason AS "statusReason",
  delivery_id AS "deliveryId", order_code AS "orderCode", state, pickup, dropoff
FROM driver_dispatch.driver_replies
WHERE driver_id = ANY ($1::text[]);
