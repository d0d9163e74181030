-- What drivers see of themselves in a session: driver, status, current delivery and session. LIMIT 1 forces a lookup per
-- driver, as in read-driver-replies.sql.
--
-- $1 uuid[] sessions, unique. Returns a row for each session that has not ended; the delivery columns are NULL without a
-- delivery.
SELECT s.id AS "sessionId", s.device_name AS "deviceName", s.created_at AS "createdAt", s.last_used_at AS "lastUsedAt",
  s.expires_at AS "expiresAt", d.id AS "driverId", d.name, d.phone, d.vehicle, d.status,
  CASE WHEN d.hold_since IS NOT NULL THEN 'operator_hold'
    WHEN d.status = 'OFFLINE' AND (
      SELECT reason FROM driver_dispatch.driver_status_history
      WHERE driver_id = d.id AND reason <> 'edited' ORDER BY status_version DESC LIMIT 1
    ) = 'heartbeat expired' THEN 'heartbeat_expired' END AS "statusReason",
  w.id AS "deliveryId", w.order_code AS "orderCode", w.state, w.pickup, w.dropoff
FROM driver_dispatch.driver_sessions s
JOIN driver_dispatch.drivers d ON d.id = s.driver_id
LEFT JOIN LATERAL (
  SELECT delivery_id FROM driver_dispatch.assignments
  WHERE driver_id = d.id AND released_at IS NULL
  LIMIT 1
) a ON true
LEFT JOIN LATERAL (
  SELECT * FROM driver_dispatch.deliveries WHERE id = a.delivery_id LIMIT 1
) w ON true
WHERE s.id = ANY ($1::uuid[]) AND s.revoked_at IS NULL AND s.expires_at > now() AND d.active;
