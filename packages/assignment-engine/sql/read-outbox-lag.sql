-- Whether an event has been due for too long. One that waits behind a dead letter of its delivery, or for a stopped
-- endpoint, says nothing of the outbox. Looks at so many of the oldest only: where all of those wait behind dead letters
-- that is alerted to already.
--
-- $1 float8 seconds an event may be due, $2 integer how many to look at.
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
