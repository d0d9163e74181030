-- Stores the push subscription of a session that has not ended. Its device has seen the current state of the driver: later
-- changes are notified.
--
-- $1 uuid session, $2 text endpoint, $3 text public key of the browser, $4 text secret of the browser.
INSERT INTO driver_dispatch.push_subscriptions (session_id, driver_id, endpoint, p256dh, auth, delivery_id, offer_id)
SELECT s.id, s.driver_id, $2::text, $3::text, $4::text, r.delivery_id, r.offer_id
FROM driver_dispatch.driver_sessions s
JOIN driver_dispatch.driver_replies r ON r.driver_id = s.driver_id
WHERE s.id = $1::uuid AND s.revoked_at IS NULL AND s.expires_at > now()
ON CONFLICT DO NOTHING;
