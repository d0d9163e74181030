-- The first event of a delivery that Vendure has not confirmed. While it is not due, or a dead letter, the ones
-- behind it wait: they are never told out of order. While the endpoint is stopped none is due, and nothing says when.
--
-- $1 uuid delivery.
SELECT e.id, e.delivery_id AS "deliveryId", e.sequence, e.type, e.state, e.data, e.at, e.relay_attempts AS "attempts",
  e.dead_at IS NULL AND e.next_relay_at <= now() AND endpoint.state <> 'stopped' AS due,
  CASE WHEN e.dead_at IS NULL AND endpoint.state <> 'stopped' THEN e.next_relay_at END AS "nextTryAt",
  now()::text AS "readAt",
  d.seller_order_id AS "sellerOrderId", d.channel_id AS "channelId", d.correlation_id AS "correlationId"
FROM driver_dispatch.delivery_events e
JOIN driver_dispatch.deliveries d ON d.id = e.delivery_id
CROSS JOIN driver_dispatch.webhook_endpoint endpoint
WHERE e.delivery_id = $1::uuid AND e.relayed_at IS NULL
ORDER BY e.sequence
LIMIT 1;
