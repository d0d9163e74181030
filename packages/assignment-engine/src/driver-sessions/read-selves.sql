-- What drivers see of themselves in a session: driver, status, current delivery and session.
--
-- $1 uuid[] sessions, unique. Returns a row for each session that has not ended; the delivery columns are NULL without a
-- delivery.
SELECT s.id AS "sessionId", s.device_name AS "deviceName", s.created_at AS "createdAt", s.last_used_at AS "lastUsedAt",
  s.expires_at AS "expiresAt", r.driver_id AS "driverId", r.name, r.phone, r.vehicle, r.status,
  r.status_reason AS "statusReason", r.delivery_id AS "deliveryId", r.order_code AS "orderCode", r.state, r.pickup,
  r.dropoff
FROM driver_dispatch.driver_sessions s
JOIN driver_dispatch.driver_replies r ON r.driver_id = s.driver_id
WHERE s.id = ANY ($1::uuid[]) AND s.revoked_at IS NULL AND s.expires_at > now() AND r.active;
