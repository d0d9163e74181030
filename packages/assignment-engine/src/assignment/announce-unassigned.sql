-- Writes a `delivery.unassigned` event, once, for each delivery that has waited longer than $1, or whose offers are
-- exhausted. The delivery stays PENDING.
--
-- $1 float8 seconds a delivery may wait without the event, $2 int number of ended offers or $3 float8 seconds of waiting
-- after which offers are exhausted; NULL to ignore offers. Handles at most 500 deliveries.
WITH overdue AS (
  SELECT id FROM driver_dispatch.deliveries
  WHERE state = 'PENDING' AND unassigned_at IS NULL
    AND (waiting_since < now() - make_interval(secs => $1::float8)
      OR offers - (offered_until IS NOT NULL)::int >= $2::int
      OR (offers > 0 AND waiting_since < now() - make_interval(secs => $3::float8)))
  LIMIT 500
  FOR UPDATE SKIP LOCKED
), announced AS (
  UPDATE driver_dispatch.deliveries w SET unassigned_at = now(), sequence = w.sequence + 1
  FROM overdue WHERE w.id = overdue.id
  RETURNING w.id, w.sequence, w.waiting_since, w.submission_key, w.offers
), event AS (
  INSERT INTO driver_dispatch.delivery_events (delivery_id, sequence, type, state, actor, data)
  SELECT id, sequence, 'delivery.unassigned', 'PENDING', 'engine', jsonb_build_object(
    'waitingSince', to_char(waiting_since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'reason', CASE WHEN offers > 0 THEN 'not_accepted' ELSE 'no_driver_in_radius' END)
  FROM announced
)
SELECT announced.id AS "deliveryId", announced.submission_key AS "submissionKey"
FROM announced;
