-- Makes a batch of unsent events due after an outage, and lets them be sent in batches again. Skips locked events, which
-- are being sent. Rows are locked in the order of deliveries and sequences.
--
-- $1 float8 seconds over which the events are spread, so that the endpoint is not overloaded. $2 uuid delivery and $3
-- integer sequence of the last event of the previous batch, NULL for the first batch, $4 integer batch size. Returns the
-- number of changed events, and the last one. 0 means the end; a smaller number than the batch size does not.
WITH batch AS (
  SELECT delivery_id, sequence
  FROM driver_dispatch.delivery_events
  WHERE acknowledged_at IS NULL AND dead_at IS NULL
    AND (delivery_id, sequence) >
      (coalesce($2::uuid, '00000000-0000-0000-0000-000000000000'), coalesce($3::integer, 0))
  ORDER BY delivery_id, sequence
  LIMIT $4::integer
  FOR UPDATE SKIP LOCKED
), due AS (
  UPDATE driver_dispatch.delivery_events e
  SET last_error = NULL, next_attempt_at = least(next_attempt_at, now() + make_interval(secs => $1::float8 * random()))
  FROM batch
  WHERE e.delivery_id = batch.delivery_id AND e.sequence = batch.sequence
  RETURNING e.delivery_id, e.sequence
)
SELECT count(*)::int AS events,
  (array_agg(delivery_id ORDER BY delivery_id DESC, sequence DESC))[1] AS "deliveryId",
  (array_agg(sequence ORDER BY delivery_id DESC, sequence DESC))[1] AS sequence,
  pg_notify('driver_dispatch_outbox', '')
FROM due;
