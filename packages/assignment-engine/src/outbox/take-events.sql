-- Leases the first unacknowledged event of each delivery, if it is due. One process at a time sends a delivery's events,
-- in their sequence. A lease ends by this server's clock.
--
-- Keeps: no lease while an earlier event of the delivery is unacknowledged, dead letters included, and none while the
-- endpoint is stopped. Never waits for locks: an event that another process takes is skipped. Commits asynchronously: a
-- lease that is lost in a crash of PostgreSQL is given again.
--
-- $1 uuid[] deliveries, unique, $2 float8 seconds.
-- Returns the leased events. `more`: the delivery has later events. `retry`: the event has failed before and is sent in a
-- request of its own. `expired`: the previous lease expired.
WITH not_durable AS MATERIALIZED (
  SELECT set_config('synchronous_commit', 'off', true)
), first AS MATERIALIZED (
  SELECT head.delivery_id, head.sequence FROM unnest($1::uuid[]) AS requested (delivery_id)
  CROSS JOIN LATERAL (
    SELECT e.delivery_id, e.sequence FROM driver_dispatch.delivery_events e
    WHERE e.delivery_id = requested.delivery_id AND e.acknowledged_at IS NULL
    ORDER BY e.sequence
    LIMIT 1
  ) head
  WHERE NOT EXISTS (SELECT FROM driver_dispatch.webhook_endpoint WHERE state = 'stopped')
), free AS (
  SELECT e.delivery_id, e.sequence, e.lease_until IS NOT NULL AS expired FROM driver_dispatch.delivery_events e
  JOIN first ON first.delivery_id = e.delivery_id AND first.sequence = e.sequence
  WHERE e.delivery_id = ANY ($1::uuid[]) AND e.acknowledged_at IS NULL AND e.dead_at IS NULL
    AND e.next_attempt_at <= now() AND (e.lease_until IS NULL OR e.lease_until < now())
  FOR NO KEY UPDATE OF e SKIP LOCKED
), leased AS (
  UPDATE driver_dispatch.delivery_events e SET lease_until = now() + make_interval(secs => $2::float8)
  FROM free
  WHERE e.delivery_id = free.delivery_id AND e.sequence = free.sequence AND e.delivery_id = ANY ($1::uuid[])
  RETURNING e.*, free.expired
)
SELECT leased.id, leased.delivery_id AS "deliveryId", leased.sequence, leased.type, leased.state, leased.data, leased.at,
  leased.attempts, leased.last_error IS NOT NULL AS retry, leased.expired, leased.lease_until::text AS lease,
  d.submission_key AS "submissionKey", d.seller_order_id AS "sellerOrderId", d.order_code AS "orderCode",
  d.channel_id AS "channelId", d.sequence > leased.sequence AS more
FROM leased JOIN driver_dispatch.deliveries d ON d.id = leased.delivery_id AND d.id = ANY ($1::uuid[])
CROSS JOIN not_durable;
