-- Wakes the relay of deliveries whose events are overdue: the process that had them in hand has died. Nothing is
-- overdue while the endpoint is stopped. Looks at so many of the overdue events at a time, and the next time at those
-- behind them: many that wait behind dead letters neither make it slow nor hide the others.
--
-- $1 float8 seconds overdue, $2 timestamptz next try, $3 uuid delivery and $4 integer sequence of the event to begin
-- behind, NULL for the first, $5 integer how many to look at.
-- Returns how many deliveries were woken, and the event to begin behind the next time; NULLs to begin anew.
WITH overdue AS MATERIALIZED (
  SELECT next_relay_at, delivery_id, sequence
  FROM driver_dispatch.delivery_events
  WHERE relayed_at IS NULL AND dead_at IS NULL
    AND next_relay_at < now() - make_interval(secs => $1::float8)
    AND (next_relay_at, delivery_id, sequence) > (coalesce($2::timestamptz, '-infinity'),
      coalesce($3::uuid, '00000000-0000-0000-0000-000000000000'), coalesce($4::integer, 0))
    AND NOT EXISTS (SELECT FROM driver_dispatch.webhook_endpoint WHERE state = 'stopped')
  ORDER BY next_relay_at, delivery_id, sequence
  LIMIT $5::integer
), forgotten AS (
  SELECT DISTINCT e.delivery_id
  FROM overdue e
  JOIN driver_dispatch.deliveries d ON d.id = e.delivery_id
  WHERE (d.relay_lease_until IS NULL OR d.relay_lease_until < now())
    AND NOT EXISTS (
      SELECT FROM driver_dispatch.delivery_events earlier
      WHERE earlier.delivery_id = e.delivery_id AND earlier.sequence < e.sequence
        AND earlier.relayed_at IS NULL)
), last AS (
  SELECT next_relay_at, delivery_id, sequence
  FROM overdue
  ORDER BY next_relay_at, delivery_id, sequence
  OFFSET $5::integer - 1
), woken AS (
  SELECT count(*)::int AS woken, driver_dispatch.queue_relay(array_agg(delivery_id)) FROM forgotten
)
SELECT woken.woken, last.next_relay_at::text AS "nextRelayAt", last.delivery_id AS "deliveryId", last.sequence
FROM woken LEFT JOIN last ON true;
