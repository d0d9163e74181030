-- Wakes the relay of deliveries whose events are overdue: the process that had them in hand has died. Nothing is
-- overdue while the endpoint is stopped.
--
-- $1 float8 seconds overdue. Returns how many deliveries were woken.
WITH forgotten AS (
  SELECT DISTINCT e.delivery_id
  FROM driver_dispatch.delivery_events e
  JOIN driver_dispatch.deliveries d ON d.id = e.delivery_id
  WHERE e.relayed_at IS NULL AND e.dead_at IS NULL
    AND e.next_relay_at < now() - make_interval(secs => $1::float8)
    AND (d.relay_lease_until IS NULL OR d.relay_lease_until < now())
    AND NOT EXISTS (SELECT FROM driver_dispatch.webhook_endpoint WHERE state = 'stopped')
    AND NOT EXISTS (
      SELECT FROM driver_dispatch.delivery_events earlier
      WHERE earlier.delivery_id = e.delivery_id AND earlier.sequence < e.sequence
        AND earlier.relayed_at IS NULL)
  LIMIT 500
)
SELECT count(*)::int AS woken, driver_dispatch.queue_relay(array_agg(delivery_id)) FROM forgotten;
