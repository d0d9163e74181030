-- Erases the personal data of ended deliveries: pickup, drop-off with PIN, the last wrong PIN, names, phone numbers, texts and
-- image addresses in events, texts of messages, notes of declined offers, and the other candidates of each assignment. The
-- rows remain for idempotency and statistics: identity, fingerprint, state, times, distances, and ids of drivers. Only the
-- listed fields of an event remain, so that a new field is erased too.
--
-- Keeps: a delivery that is open, or has an unacknowledged event, does not change. Events are locked before they are
-- checked, in the order of deliveries and sequences, so that a concurrent resend waits or is respected.
--
-- $1 uuid[] deliveries. Returns the erased ones.
WITH ended AS MATERIALIZED (
  SELECT id FROM driver_dispatch.deliveries
  WHERE id = ANY ($1::uuid[]) AND finished_at IS NOT NULL AND erased_at IS NULL
  ORDER BY id
  FOR NO KEY UPDATE SKIP LOCKED
), locked_event AS MATERIALIZED (
  SELECT delivery_id, acknowledged_at FROM driver_dispatch.delivery_events
  WHERE delivery_id IN (SELECT id FROM ended)
  ORDER BY delivery_id, sequence
  FOR NO KEY UPDATE
), erasable AS MATERIALIZED (
  SELECT id FROM ended
  WHERE id NOT IN (SELECT delivery_id FROM locked_event WHERE acknowledged_at IS NULL)
), event AS (
  UPDATE driver_dispatch.delivery_events e
  SET actor = CASE WHEN actor LIKE 'operator:%' THEN 'operator' ELSE actor END,
      data = jsonb_strip_nulls(jsonb_build_object(
        'driver', CASE WHEN data ? 'driver' THEN jsonb_build_object('id', data -> 'driver' -> 'id') END,
        'previousDriver',
          CASE WHEN data ? 'previousDriver' THEN jsonb_build_object('id', data -> 'previousDriver' -> 'id') END,
        'proof', CASE WHEN data ? 'proof' THEN jsonb_build_object('kind', data -> 'proof' -> 'kind') END,
        'driverId', data -> 'driverId', 'distanceMetres', data -> 'distanceMetres', 'code', data -> 'code',
        'alert', data -> 'alert', 'since', data -> 'since', 'waitingSince', data -> 'waitingSince'))
  FROM erasable WHERE e.delivery_id = erasable.id
), assignment AS (
  UPDATE driver_dispatch.assignments a
  SET decision = jsonb_build_object('source', decision -> 'source', 'refused', '[]'::jsonb, 'candidates', '[]'::jsonb),
      decline_note = NULL
  FROM erasable WHERE a.delivery_id = erasable.id AND a.released_at IS NOT NULL
), message AS (
  UPDATE driver_dispatch.delivery_messages m
  SET body = NULL, operator = CASE WHEN operator IS NOT NULL THEN 'operator' END,
      read_by = CASE WHEN read_by IS NOT NULL THEN 'operator' END
  FROM erasable WHERE m.delivery_id = erasable.id
)
UPDATE driver_dispatch.deliveries d
SET pickup = NULL, dropoff = NULL, requirements = NULL, last_failed_pin = NULL, erased_at = now()
FROM erasable WHERE d.id = erasable.id
RETURNING d.id;
