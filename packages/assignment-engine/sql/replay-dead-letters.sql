-- Gives dead letters all their tries back and wakes their relays.
--
-- $1 uuid delivery, $2 uuid event, $3 timestamptz dead since, $4 timestamptz dead until and not after; NULL for any.
-- Returns how many were replayed.
WITH replayed AS (
  UPDATE driver_dispatch.delivery_events
  SET dead_at = NULL, relay_attempts = 0, next_relay_at = now()
  WHERE dead_at IS NOT NULL AND ($1::uuid IS NULL OR delivery_id = $1::uuid)
    AND ($2::uuid IS NULL OR id = $2::uuid)
    AND ($3::timestamptz IS NULL OR dead_at >= $3::timestamptz)
    AND ($4::timestamptz IS NULL OR date_trunc('milliseconds', dead_at) <= $4::timestamptz)
  RETURNING delivery_id
)
SELECT count(*)::int AS replayed, driver_dispatch.queue_relay(array_agg(DISTINCT delivery_id)) FROM replayed;
