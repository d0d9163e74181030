-- What drivers are answered: their status, and the delivery they have to carry out.
--
-- $1 text[] drivers, none twice. Returns a row for each that is known; a delivery of NULLs for who has none.
SELECT d.id AS "driverId", d.status, w.id AS "deliveryId", w.order_code AS "orderCode", w.state, w.pickup, w.dropoff
FROM driver_dispatch.drivers d
LEFT JOIN driver_dispatch.assignments a ON a.driver_id = d.id AND a.released_at IS NULL
LEFT JOIN driver_dispatch.deliveries w ON w.id = a.delivery_id
WHERE d.id = ANY ($1::text[]);
