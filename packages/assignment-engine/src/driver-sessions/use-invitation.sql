-- Uses an invitation. Keeps: an invitation is used once, as only one caller deletes it.
--
-- $1 text SHA-256 of the invitation. Returns the driver; no row if the invitation is unknown, used or expired.
DELETE FROM driver_dispatch.driver_invitations
WHERE invitation_hash = $1::text AND expires_at > now()
RETURNING driver_id AS "driverId";
