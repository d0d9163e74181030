-- What is to be known of the outbox: whether an event has been due for too long, and the types of the open alerts.
-- An event that waits behind a dead letter of its delivery, or for a stopped endpoint, says nothing of the queue.
--
-- $1 float8 seconds an event may be due.
SELECT NOT EXISTS (SELECT FROM driver_dispatch.webhook_endpoint WHERE state = 'stopped') AND EXISTS (
    SELECT FROM driver_dispatch.delivery_events e
    WHERE relayed_at IS NULL AND dead_at IS NULL AND next_relay_at < now() - make_interval(secs => $1::float8)
      AND NOT EXISTS (
        SELECT FROM driver_dispatch.delivery_events earlier
        WHERE earlier.delivery_id = e.delivery_id AND earlier.sequence < e.sequence
          AND earlier.relayed_at IS NULL)
  ) AS lagging,
  ARRAY(SELECT type FROM driver_dispatch.alerts WHERE resolved_at IS NULL ORDER BY type) AS warnings;
