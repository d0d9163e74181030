-- Finds deliveries whose first unacknowledged event is due and not leased: after a failure, an outage, or the end of the
-- process that held the lease. Each call examines a bounded number of due events and the next call continues after them,
-- so that events blocked by dead letters neither slow down the query nor hide other events.
--
-- $1 timestamptz next attempt, $2 uuid delivery and $3 integer sequence of the last event examined by the previous call,
-- NULL for the first call, $4 integer events to examine.
-- Returns the deliveries with an unsent event, those with a retry, and the last event examined; NULLs to start over.
WITH due AS MATERIALIZED (
  SELECT next_attempt_at, delivery_id, sequence, attempts, last_error, lease_until
  FROM driver_dispatch.delivery_events
  WHERE acknowledged_at IS NULL AND dead_at IS NULL AND next_attempt_at <= now()
    AND (next_attempt_at, delivery_id, sequence) > (coalesce($1::timestamptz, '-infinity'),
      coalesce($2::uuid, '00000000-0000-0000-0000-000000000000'), coalesce($3::integer, 0))
    AND NOT EXISTS (SELECT FROM driver_dispatch.webhook_endpoint WHERE state = 'stopped')
  ORDER BY next_attempt_at, delivery_id, sequence
  LIMIT $4::integer
), free AS (
  SELECT delivery_id, attempts > 0 AND last_error IS NOT NULL AS retry FROM due
  WHERE (lease_until IS NULL OR lease_until < now())
    AND NOT EXISTS (
      SELECT FROM driver_dispatch.delivery_events earlier
      WHERE earlier.delivery_id = due.delivery_id AND earlier.sequence < due.sequence
        AND earlier.acknowledged_at IS NULL)
), last AS (
  SELECT next_attempt_at, delivery_id, sequence FROM due
  ORDER BY next_attempt_at, delivery_id, sequence
  OFFSET $4::integer - 1
)
SELECT ARRAY(SELECT delivery_id FROM free WHERE NOT retry) AS unsent,
  ARRAY(SELECT delivery_id FROM free WHERE retry) AS retries,
  last.next_attempt_at::text AS "nextAttemptAt", last.delivery_id AS "deliveryId", last.sequence
FROM (SELECT) AS one LEFT JOIN last ON true;
