-- The assignments of a delivery, oldest first, with name and status of every candidate. The status is that at the time of
-- the assignment.
--
-- $1 uuid delivery.
SELECT a.driver_id AS "driverId", chosen.name AS "driverName", a.distance_metres AS "distanceMetres", a.decision,
  a.assigned_at AS "assignedAt", a.released_at AS "releasedAt",
  coalesce((
    SELECT jsonb_object_agg(recorded.id, jsonb_build_object('name', d.name, 'status', h.status))
    FROM (
      SELECT jsonb_array_elements(a.decision -> 'candidates') ->> 'driverId' AS id
      UNION SELECT jsonb_array_elements(a.decision -> 'skipped') ->> 'driverId'
      UNION SELECT jsonb_array_elements_text(a.decision -> 'refused')
    ) recorded
    JOIN driver_dispatch.drivers d ON d.id = recorded.id
    LEFT JOIN LATERAL (
      SELECT status FROM driver_dispatch.driver_status_history
      WHERE driver_id = d.id AND at <= a.assigned_at ORDER BY status_version DESC LIMIT 1
    ) h ON true
  ), '{}') AS drivers
FROM driver_dispatch.assignments a
JOIN driver_dispatch.drivers chosen ON chosen.id = a.driver_id
-- Both partial indexes over deliveries together contain each assignment.
WHERE a.delivery_id = $1::uuid AND a.assigned_at IS NOT NULL AND (a.released_at IS NULL OR a.released_at IS NOT NULL)
ORDER BY a.id;
