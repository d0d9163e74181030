-- Gives one relay at a time the right to tell Vendure of a delivery's events, for a while, by this server's clock, and
-- the first event that is outstanding. Should the relay's process die, another has the right when the while is over.
--
-- Keeps: no lease without an event that is due. Deliveries are locked in the order of their ids, so that two engines
-- never wait for each other in a circle. The commit is not waited for: what a crash of PostgreSQL forgets of it is
-- taken once more.
--
-- $1 uuid[] deliveries, none twice, $2 float8 seconds.
-- Returns a row for each delivery that has an outstanding event; a lease when the event is due and nobody else is at it.
WITH forgettable AS MATERIALIZED (
  SELECT set_config('synchronous_commit', 'off', true)
), first AS MATERIALIZED (
  SELECT outstanding.* FROM unnest($1::uuid[]) AS wanted (delivery_id)
  CROSS JOIN LATERAL (
    SELECT * FROM driver_dispatch.outstanding_events o
    WHERE o.delivery_id = wanted.delivery_id
    ORDER BY o.sequence
    LIMIT 1
  ) outstanding
), free AS (
  SELECT d.id FROM driver_dispatch.deliveries d
  JOIN first ON first.delivery_id = d.id AND first.due
  WHERE d.id = ANY ($1::uuid[]) AND (d.relay_lease_until IS NULL OR d.relay_lease_until < now())
    -- Whoever was at it while the row was waited for may have told the event.
    AND d.relay_lease_until IS NOT DISTINCT FROM first.relay_lease_until
  ORDER BY d.id
  FOR NO KEY UPDATE OF d
), leased AS (
  UPDATE driver_dispatch.deliveries d SET relay_lease_until = now() + make_interval(secs => $2::float8)
  FROM free WHERE d.id = free.id AND d.id = ANY ($1::uuid[])
  RETURNING d.id, d.relay_lease_until::text AS until
)
SELECT first.id, first.delivery_id AS "deliveryId", first.sequence, first.type, first.state, first.data, first.at,
  first.relay_attempts AS "attempts", first.due, first.next_try_at AS "nextTryAt", now()::text AS "readAt",
  first.submission_key AS "submissionKey", first.seller_order_id AS "sellerOrderId", first.order_code AS "orderCode",
  first.channel_id AS "channelId",
  leased.until AS lease
FROM first LEFT JOIN leased ON leased.id = first.delivery_id CROSS JOIN forgettable;
