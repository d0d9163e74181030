-- Makes events unsent again that were acknowledged, or that are dead letters, and that Vendure lacks: all those after the
-- last one that Vendure has, so that they are sent in order. Events that are still unsent keep their schedule. Dead letters
-- that Vendure rejected because it has another event of that sequence, or another order, are not resent. Nor are recently
-- acknowledged events: Vendure may have applied them after it read its sequence. Nor are those of an erased delivery. Rows are locked in the order of deliveries
-- and sequences.
--
-- $1 text[] submission keys, $2 integer[] for each the sequence of the last event that Vendure has, $3 float8 seconds
-- during which an acknowledged event counts as received.
-- Returns the submission key of each delivery whose events are resent.
WITH vendure AS (
  SELECT * FROM unnest($1::text[], $2::integer[]) AS vendure (submission_key, sequence)
), lacking AS (
  SELECT DISTINCT d.id, d.submission_key, vendure.sequence
  FROM vendure
  JOIN driver_dispatch.deliveries d ON d.submission_key = vendure.submission_key AND d.erased_at IS NULL
  JOIN driver_dispatch.delivery_events e ON e.delivery_id = d.id AND e.sequence > vendure.sequence
  WHERE e.acknowledged_at < now() - make_interval(secs => $3::float8)
    OR (e.dead_at IS NOT NULL
      AND coalesce(e.last_error ->> 'code', '') NOT IN ('idempotency_conflict', 'identity_mismatch'))
), locked AS (
  SELECT e.delivery_id, e.sequence
  FROM driver_dispatch.delivery_events e
  JOIN lacking ON e.delivery_id = lacking.id AND e.sequence > lacking.sequence
  ORDER BY e.delivery_id, e.sequence
  FOR UPDATE OF e
), unsent AS (
  UPDATE driver_dispatch.delivery_events e
  SET acknowledged_at = NULL, attempts = 0, next_attempt_at = now(), last_error = NULL, dead_at = NULL, lease_until = NULL
  FROM locked
  WHERE e.delivery_id = locked.delivery_id AND e.sequence = locked.sequence
)
SELECT submission_key AS "submissionKey", pg_notify('driver_dispatch_outbox', '') FROM lacking;
