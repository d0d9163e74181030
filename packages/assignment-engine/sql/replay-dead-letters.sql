-- Gives dead letters all their tries back and wakes their relays.
--
-- $1 uuid delivery, NULL for all of them. Returns how many were replayed.
WITH replayed AS (
  UPDATE driver_dispatch.delivery_events
  SET dead_at = NULL, relay_attempts = 0, next_relay_at = now()
  WHERE dead_at IS NOT NULL AND ($1::uuid IS NULL OR delivery_id = $1::uuid)
  RETURNING delivery_id
)
SELECT count(*)::int AS replayed, driver_dispatch.queue_relay(array_agg(DISTINCT delivery_id)) FROM replayed;
