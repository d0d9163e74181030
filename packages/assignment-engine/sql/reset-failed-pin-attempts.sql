-- Resets the failed PIN attempts of a delivery on its way to the drop-off, and writes the event that Vendure is sent.
--
-- $1 uuid delivery, $2 text operator. Returns a row when there were any.
WITH reset AS (
  UPDATE driver_dispatch.deliveries
  SET failed_pin_attempts = 0, last_wrong_code = NULL, wrong_code_at = NULL, sequence = sequence + 1
  WHERE id = $1::uuid AND failed_pin_attempts > 0 AND state = 'PICKED_UP'
  RETURNING id, sequence, state
), event AS (
  INSERT INTO driver_dispatch.delivery_events (delivery_id, sequence, type, state, actor, data)
  SELECT id, sequence, 'delivery.pin_attempts_reset', state, 'operator:' || $2::text,
    jsonb_build_object('operator', $2::text)
  FROM reset
)
SELECT id FROM reset;
