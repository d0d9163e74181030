-- Finds what the devices of drivers have not been notified of, and records it as notified: an offer, a delivery that the driver
-- has not accepted from an offer, a delivery that is no longer the driver's although the driver has not ended it, a new
-- message of a dispatcher. Deletes the subscriptions of sessions that have ended.
--
-- Keeps: of concurrent callers, one gets each notification.
--
-- $1 text[] drivers. Returns a row for each notification of a device, with the seconds after which it is of no use.
WITH ended AS (
  DELETE FROM driver_dispatch.push_subscriptions p
  USING driver_dispatch.driver_sessions s
  WHERE p.driver_id = ANY ($1::text[]) AND s.id = p.session_id AND (s.revoked_at IS NOT NULL OR s.expires_at <= now())
  RETURNING p.session_id
), current AS (
  SELECT p.session_id, coalesce(p.delivery_id, accepted.delivery_id) AS before, r.delivery_id AS after,
    p.offer_id AS offer_before, r.offer_id, r.offer_ends_at, r.order_code, r.pickup ->> 'name' AS store_name,
    m.sent_at AS message_at
  FROM driver_dispatch.push_subscriptions p
  JOIN driver_dispatch.driver_replies r ON r.driver_id = p.driver_id
  LEFT JOIN driver_dispatch.assignments accepted ON accepted.id = p.offer_id AND accepted.assigned_at IS NOT NULL
  LEFT JOIN LATERAL (
    SELECT max(sent_at) AS sent_at FROM driver_dispatch.delivery_messages
    WHERE delivery_id = r.delivery_id AND driver_id = p.driver_id AND operator IS NOT NULL AND read_at IS NULL
      AND sent_at > p.notified_at
  ) m ON true
  WHERE p.driver_id = ANY ($1::text[]) AND r.active AND p.session_id NOT IN (SELECT session_id FROM ended)
), changed AS (
  UPDATE driver_dispatch.push_subscriptions p
  SET delivery_id = c.after, offer_id = c.offer_id, notified_at = coalesce(c.message_at, p.notified_at)
  FROM current c
  WHERE p.session_id = c.session_id AND (
    p.delivery_id IS DISTINCT FROM c.after OR p.offer_id IS DISTINCT FROM c.offer_id OR p.notified_at < c.message_at)
  RETURNING p.session_id, p.driver_id, p.endpoint, p.p256dh, p.auth, c.before, c.after, c.offer_before, c.offer_id,
    c.offer_ends_at, c.order_code, c.store_name, c.message_at
), notification AS (
  SELECT c.session_id, CASE
      WHEN w.state = 'CANCELLED' THEN 'cancelled'
      WHEN w.driver_id IS DISTINCT FROM c.driver_id THEN 'reassigned'
      WHEN EXISTS (
        SELECT FROM driver_dispatch.delivery_events e
        WHERE e.delivery_id = w.id AND e.state IN ('DELIVERED', 'FAILED') AND e.actor LIKE 'operator:%'
      ) THEN 'ended'
    END AS kind, w.order_code, NULL AS store_name, NULL::timestamptz AS until
  FROM changed c JOIN driver_dispatch.deliveries w ON w.id = c.before
  WHERE c.before IS DISTINCT FROM c.after
  UNION ALL
  SELECT session_id, 'offered', order_code, store_name, offer_ends_at FROM changed
  WHERE offer_id IS DISTINCT FROM offer_before AND offer_id IS NOT NULL
  UNION ALL
  SELECT session_id, 'assigned', order_code, store_name, NULL FROM changed
  WHERE after IS DISTINCT FROM before AND after IS NOT NULL
  UNION ALL
  SELECT session_id, 'message', order_code, NULL, NULL FROM changed WHERE message_at IS NOT NULL
)
SELECT c.session_id AS "sessionId", c.endpoint, c.p256dh, c.auth, n.kind, n.order_code AS "orderCode",
  n.store_name AS "storeName", coalesce(ceil(extract(epoch FROM n.until - now()))::int, 600) AS "ttlSeconds"
FROM notification n JOIN changed c USING (session_id)
WHERE n.kind IS NOT NULL;
