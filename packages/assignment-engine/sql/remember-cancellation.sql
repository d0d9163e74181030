-- Remembers the cancellation of a seller order that has not arrived yet, so that it finds no driver when it does.
--
-- $1 text seller order, $2 text channel, $3 text correlation id, $4 jsonb data of the event.
-- Does nothing when the seller order is known already. Returns how many were remembered.
WITH remembered AS (
  INSERT INTO driver_dispatch.deliveries
    (seller_order_id, channel_id, correlation_id, state, sequence, finished_at)
  VALUES ($1, $2, $3, 'CANCELLED', 1, now())
  ON CONFLICT (seller_order_id) DO NOTHING
  RETURNING id
), event AS (
  INSERT INTO driver_dispatch.delivery_events (delivery_id, sequence, type, state, actor, data)
  SELECT id, 1, 'delivery.cancelled', 'CANCELLED', 'vendure', $4::jsonb FROM remembered
  RETURNING delivery_id
)
SELECT count(*)::int AS remembered, driver_dispatch.queue_relay(array_agg(delivery_id)) FROM event;
