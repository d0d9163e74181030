-- Stores a cancellation that arrives before its submission, so that the later submission stays cancelled.
--
-- $1 text submission key, $2 text seller order, $3 text order code, $4 text channel, $5 jsonb data of the event.
-- Does nothing if the submission key exists. Returns the number of stored cancellations, 0 or 1.
WITH recorded AS (
  INSERT INTO driver_dispatch.deliveries
    (submission_key, seller_order_id, order_code, channel_id, state, sequence, finished_at)
  VALUES ($1, $2, $3, $4, 'CANCELLED', 1, now())
  ON CONFLICT (submission_key) DO NOTHING
  RETURNING id
), event AS (
  INSERT INTO driver_dispatch.delivery_events (delivery_id, sequence, type, state, actor, data)
  SELECT id, 1, 'delivery.cancelled', 'CANCELLED', 'vendure', $5::jsonb FROM recorded
)
SELECT count(*)::int AS recorded FROM recorded;
