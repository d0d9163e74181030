-- What drivers see of themselves in a session: driver, status, current delivery with its messages, open offer, and session.
--
-- $1 uuid[] sessions, unique, $2 int maximum number of messages. Returns a row for each session that has not ended; the
-- other columns are NULL without a delivery or offer.
SELECT s.id AS "sessionId", s.device_name AS "deviceName", s.created_at AS "createdAt", s.last_used_at AS "lastUsedAt",
  s.expires_at AS "expiresAt", r.driver_id AS "driverId", r.name, r.phone, r.vehicle, r.status,
  (SELECT working_hours FROM driver_dispatch.drivers WHERE id = r.driver_id) AS "workingHours",
  r.status_reason AS "statusReason", r.delivery_id AS "deliveryId", r.order_code AS "orderCode", r.state, r.pickup,
  r.dropoff, r.offer_id AS "offerId", r.offer_distance_metres AS "offerDistanceMetres", r.offered_at AS "offeredAt",
  r.offer_ends_at AS "offerEndsAt", m.messages
FROM driver_dispatch.driver_sessions s
JOIN driver_dispatch.driver_replies r ON r.driver_id = s.driver_id
CROSS JOIN LATERAL (
  SELECT coalesce(jsonb_agg(jsonb_build_object('messageId', id, 'from', author, 'text', body, 'sentAt', sent_at,
    'readAt', read_at) ORDER BY sent_at, id DESC), '[]') AS messages
  FROM (
    SELECT id, CASE WHEN operator IS NULL THEN 'driver' ELSE 'dispatcher' END AS author, body, sent_at, read_at
    FROM driver_dispatch.delivery_messages
    WHERE delivery_id = r.delivery_id AND driver_id = r.driver_id AND body IS NOT NULL
    ORDER BY sent_at DESC, id
    LIMIT $2::int
  ) last
) m
WHERE s.id = ANY ($1::uuid[]) AND s.revoked_at IS NULL AND s.expires_at > now() AND r.active;
