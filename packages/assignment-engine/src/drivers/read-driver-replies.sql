-- The replies to drivers: status and current delivery. LIMIT 1 forces a lookup per driver, so that no plan reads all active
-- assignments.
--
-- $1 text[] drivers, unique. Returns a row for each known driver; the delivery columns are NULL without a delivery.
SELECT d.id AS "driverId", d.status,
  CASE WHEN d.hold_since IS NOT NULL THEN 'operator_hold'
    WHEN d.status = 'OFFLINE' AND (
      SELECT reason FROM driver_dispatch.driver_status_history
      WHERE driver_id = d.id AND reason <> 'edited' ORDER BY status_version DESC LIMIT 1
    ) = 'heartbeat expired' THEN 'heartbeat_expired' END AS "statusReason",
  w.id AS "deliveryId", w.order_code AS "orderCode", w.state, w.pickup, w.dropoff
FROM driver_dispatch.drivers d
LEFT JOIN LATERAL (
  SELECT delivery_id FROM driver_dispatch.assignments
  WHERE driver_id = d.id AND released_at IS NULL
  LIMIT 1
) a ON true
LEFT JOIN LATERAL (
  SELECT * FROM driver_dispatch.deliveries WHERE id = a.delivery_id LIMIT 1
) w ON true
WHERE d.id = ANY ($1::text[]);
