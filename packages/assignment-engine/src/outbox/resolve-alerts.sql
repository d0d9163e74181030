-- Resolves each open alert of the engine whose problem is gone.
--
-- Returns the resolved alerts. Of concurrent callers only one gets each alert.
UPDATE driver_dispatch.alerts SET resolved_at = now()
WHERE resolved_at IS NULL AND delivery_id IS NULL AND CASE type
  WHEN 'dead_letter.added' THEN NOT EXISTS (
    SELECT FROM driver_dispatch.delivery_events WHERE dead_at IS NOT NULL)
  WHEN 'unmatched_delivery.added' THEN NOT EXISTS (SELECT FROM driver_dispatch.unmatched_deliveries)
  ELSE NOT EXISTS (
    SELECT FROM driver_dispatch.webhook_endpoint WHERE 'webhook_endpoint.' || state = type)
END
RETURNING id, type;
