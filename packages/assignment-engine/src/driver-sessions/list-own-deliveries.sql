-- Deliveries of a driver by the time of the assignment, newest first, at most 200. A delivery that was reassigned to
-- another driver, or whose personal data was erased, is not listed.
--
-- $1 text driver, $2 timestamptz earliest assignment.
SELECT id AS "deliveryId", order_code AS "orderCode", state, pickup, dropoff -> 'point' AS "dropoffPoint",
  assigned_at AS "assignedAt", finished_at AS "endedAt"
FROM driver_dispatch.deliveries
WHERE driver_id = $1::text AND erased_at IS NULL AND id IN (
  SELECT delivery_id FROM driver_dispatch.assignments
  WHERE driver_id = $1::text AND assigned_at >= $2::timestamptz
  ORDER BY assigned_at DESC
  LIMIT 200
)
ORDER BY assigned_at DESC, id;
