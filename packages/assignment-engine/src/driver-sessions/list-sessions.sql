-- The current sessions of a driver, last used first. $1 text driver.
SELECT id AS "sessionId", device_name AS "deviceName", created_at AS "createdAt", last_used_at AS "lastUsedAt",
  expires_at AS "expiresAt"
FROM driver_dispatch.driver_sessions
WHERE driver_id = $1::text AND revoked_at IS NULL AND expires_at > now()
ORDER BY last_used_at DESC, id;
