-- What drivers are answered: their status, and the delivery they have to carry out. Looked up one by one, so that no
-- plan comes to read all that is under way.
--
-- $1 text[] drivers, none twice. Returns a row for each that is known; a delivery of NULLs for who has none.
SELECT d.id AS "driverId", d.status, d.hold_since IS NOT NULL AS held, w.id AS "deliveryId", w.order_code AS "orderCode", w.state, w.pickup, w.dropoff
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
