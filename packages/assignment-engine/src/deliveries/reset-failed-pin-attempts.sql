-- Resets the failed PIN attempts of a PICKED_UP delivery, and writes the event for Vendure.
--
-- $1 uuid delivery, $2 text operator. Returns a row if there were failed attempts.
WITH reset AS (
  UPDATE driver_dispatch.deliveries
  SET failed_pin_attempts = 0, last_failed_pin = NULL, last_failed_pin_at = NULL, sequence = sequence + 1
  WHERE id = $1::uuid AND failed_pin_attempts > 0 AND state = 'PICKED_UP'
  RETURNING id, sequence, state
), event AS (
  INSERT INTO driver_dispatch.delivery_events (delivery_id, sequence, type, state, actor, data)
  SELECT id, sequence, 'delivery.pin_attempts_reset', state, 'operator:' || $2::text,
    jsonb_build_object('operator', $2::text)
  FROM reset
)
SELECT id FROM reset;
