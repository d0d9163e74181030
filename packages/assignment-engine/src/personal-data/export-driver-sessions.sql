-- The stored sessions of a driver, also those that have ended, last used first, with the push service that notifies the device.
--
-- $1 text driver.
SELECT s.id AS "sessionId", s.device_name AS "deviceName", s.created_at AS "createdAt", s.last_used_at AS "lastUsedAt",
  s.expires_at AS "expiresAt", s.revoked_at AS "revokedAt", substring(p.endpoint FROM '^[^/]*//[^/]*') AS "pushService"
FROM driver_dispatch.driver_sessions s
LEFT JOIN driver_dispatch.push_subscriptions p ON p.session_id = s.id
WHERE s.driver_id = $1::text
ORDER BY s.last_used_at DESC, s.id;
