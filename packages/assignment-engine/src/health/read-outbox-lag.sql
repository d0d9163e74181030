-- Whether an event has been due for too long. Ignores events behind a dead letter of the same delivery, and all events of a
-- stopped endpoint. Examines a limited number of the oldest events; if dead letters block all of them, that has its own
-- alert.
--
-- $1 float8 seconds an event may be due, $2 integer events to examine.
SELECT NOT EXISTS (SELECT FROM driver_dispatch.webhook_endpoint WHERE state = 'stopped') AND EXISTS (
    SELECT FROM (
      SELECT delivery_id, sequence
      FROM driver_dispatch.delivery_events
      WHERE acknowledged_at IS NULL AND dead_at IS NULL AND next_attempt_at < now() - make_interval(secs => $1::float8)
      ORDER BY next_attempt_at, delivery_id, sequence
      LIMIT $2::integer
    ) e
    WHERE NOT EXISTS (
      SELECT FROM driver_dispatch.delivery_events earlier
      WHERE earlier.delivery_id = e.delivery_id AND earlier.sequence < e.sequence
        AND earlier.acknowledged_at IS NULL)
  ) AS lagging;
