-- ASSIGNED deliveries with an open no-show alert, and their drivers, at most 50.
SELECT w.id AS "deliveryId", w.driver_id AS "driverId" FROM driver_dispatch.alerts open
JOIN driver_dispatch.deliveries w ON w.id = open.delivery_id
WHERE open.type = 'delivery.no_show' AND open.resolved_at IS NULL AND w.state = 'ASSIGNED'
ORDER BY open.raised_at
LIMIT 50;
