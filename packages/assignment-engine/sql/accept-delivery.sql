-- Accepts a seller order once. The first attempt is made right after this; should its process die, the delivery
-- is due again a few seconds later.
--
-- $1 text seller order, $2 text order code, $3 text channel, $4 text seller, $5 text correlation id, $6 text
-- fingerprint, $7 jsonb pickup, $8 jsonb dropoff, $9 float8 search radius in metres.
-- Returns the new delivery's id; no row when the seller order is known already.
WITH accepted AS (
  INSERT INTO driver_dispatch.deliveries (
    seller_order_id, order_code, channel_id, seller_id, correlation_id, fingerprint, pickup, dropoff,
    search_radius_metres, state, next_attempt_at
  )
  VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb, $8::jsonb, $9::float8, 'PENDING', now() + interval '5 seconds')
  ON CONFLICT (seller_order_id) DO NOTHING
  RETURNING id
), event AS (
  INSERT INTO driver_dispatch.delivery_events (delivery_id, sequence, type, state, actor, relayed_at)
  SELECT id, 0, 'delivery.accepted', 'PENDING', 'vendure', now() FROM accepted
)
SELECT id FROM accepted;
