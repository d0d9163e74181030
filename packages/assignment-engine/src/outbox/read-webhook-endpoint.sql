-- The state of the webhook endpoint, and the number of unsent events and dead letters.
SELECT state, since, consecutive_failures AS "consecutiveFailures", last_error AS "lastError",
  (SELECT count(*)::int FROM driver_dispatch.delivery_events
   WHERE acknowledged_at IS NULL AND dead_at IS NULL) AS unsent,
  (SELECT count(*)::int FROM driver_dispatch.delivery_events WHERE dead_at IS NOT NULL) AS "deadLetters"
FROM driver_dispatch.webhook_endpoint;
