-- Stores the cancellation of a submission that has not arrived yet, so that it finds no driver when it does.
--
-- $1 text submission key, $2 text seller order, $3 text order code, $4 text channel, $5 jsonb data of the event.
-- Does nothing when the submission key is known already. Returns how many were stored.
WITH remembered AS (
  INSERT INTO driver_dispatch.deliveries
    (submission_key, seller_order_id, order_code, channel_id, state, sequence, finished_at)
  VALUES ($1, $2, $3, $4, 'CANCELLED', 1, now())
  ON CONFLICT (submission_key) DO NOTHING
  RETURNING id
), event AS (
  INSERT INTO driver_dispatch.delivery_events (delivery_id, sequence, type, state, actor, data)
  SELECT id, 1, 'delivery.cancelled', 'CANCELLED', 'vendure', $5::jsonb FROM remembered
)
SELECT count(*)::int AS remembered FROM remembered;
