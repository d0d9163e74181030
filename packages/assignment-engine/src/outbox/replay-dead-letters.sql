-- Resets a batch of dead letters, so that they are due now with all their send attempts. Rows are locked in the order of
-- deliveries and sequences.
--
-- $1 uuid delivery, $2 uuid event, $3 timestamptz earliest and $4 timestamptz latest time of death; NULL for any.
-- $5 uuid delivery and $6 integer sequence of the last event of the previous batch, NULL for the first batch, $7 integer
-- batch size. Returns the number of events that were reset, and the last one. 0 means the end.
WITH batch AS (
  SELECT delivery_id, sequence
  FROM driver_dispatch.delivery_events
  WHERE dead_at IS NOT NULL AND acknowledged_at IS NULL AND ($1::uuid IS NULL OR delivery_id = $1::uuid)
    AND ($2::uuid IS NULL OR id = $2::uuid)
    AND ($3::timestamptz IS NULL OR dead_at >= $3::timestamptz)
    AND ($4::timestamptz IS NULL OR date_trunc('milliseconds', dead_at) <= $4::timestamptz)
    AND (delivery_id, sequence) >
      (coalesce($5::uuid, '00000000-0000-0000-0000-000000000000'), coalesce($6::integer, 0))
  ORDER BY delivery_id, sequence
  LIMIT $7::integer
  FOR UPDATE
), replayed AS (
  UPDATE driver_dispatch.delivery_events e
  SET dead_at = NULL, attempts = 0, next_attempt_at = now()
  FROM batch
  WHERE e.delivery_id = batch.delivery_id AND e.sequence = batch.sequence
  RETURNING e.delivery_id, e.sequence
)
SELECT count(*)::int AS events,
  (array_agg(delivery_id ORDER BY delivery_id DESC, sequence DESC))[1] AS "deliveryId",
  (array_agg(sequence ORDER BY delivery_id DESC, sequence DESC))[1] AS sequence,
  pg_notify('driver_dispatch_outbox', '')
FROM replayed;
