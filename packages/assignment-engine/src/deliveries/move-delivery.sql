-- Moves a delivery to its next state, writes the event and resolves the delivery's alerts. The caller's transaction has
-- locked the delivery.
--
-- $1 uuid delivery, $2 text new state, $3 text event type, $4 text actor, $5 jsonb data of the event, $6 boolean
-- whether the delivery ends with this state. Returns the new sequence of the delivery.
WITH moved AS (
  UPDATE driver_dispatch.deliveries
  SET state = $2::text, sequence = sequence + 1, next_attempt_at = NULL,
      picked_up_at = CASE WHEN $2::text = 'PICKED_UP' THEN now() ELSE picked_up_at END,
      finished_at = CASE WHEN $6::boolean THEN now() END
  WHERE id = $1::uuid
  RETURNING id, sequence
), event AS (
  INSERT INTO driver_dispatch.delivery_events (delivery_id, sequence, type, state, actor, data)
  SELECT id, sequence, $3::text, $2::text, $4::text, $5::jsonb FROM moved
), resolved AS (
  UPDATE driver_dispatch.alerts SET resolved_at = now() WHERE delivery_id = $1::uuid AND resolved_at IS NULL
)
SELECT moved.sequence FROM moved;
