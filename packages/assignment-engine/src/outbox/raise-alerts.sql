-- Raises an alert for each engine-wide problem that has no open alert.
--
-- Returns the raised alerts. Of concurrent callers only one gets each alert.
INSERT INTO driver_dispatch.alerts (type, details)
SELECT 'webhook_endpoint.' || state, jsonb_build_object(
    'since', to_char(since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'consecutiveFailures', consecutive_failures, 'lastError', last_error)
FROM driver_dispatch.webhook_endpoint
WHERE state <> 'active'
UNION ALL
SELECT 'dead_letter.added', jsonb_build_object('deliveryId', delivery_id, 'eventId', id, 'lastError', last_error)
FROM (
  SELECT delivery_id, id, last_error FROM driver_dispatch.delivery_events
  WHERE dead_at IS NOT NULL ORDER BY dead_at LIMIT 1
) oldest
UNION ALL
SELECT 'unmatched_delivery.added', jsonb_build_object('deliveryId', id)
FROM (SELECT id FROM driver_dispatch.unmatched_deliveries ORDER BY unmatched_since, id LIMIT 1) first_found
ON CONFLICT (type) WHERE resolved_at IS NULL AND delivery_id IS NULL DO NOTHING
RETURNING id, type, details;
