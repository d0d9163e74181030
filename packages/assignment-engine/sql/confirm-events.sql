-- Notes that Vendure has confirmed events, which is true whoever has their deliveries' leases by now, and that its
-- endpoint works. A stopped endpoint stays stopped: that is an operator's to change. A lease that is still the caller's
-- goes on with the next event of its delivery if that is due, and ends otherwise.
--
-- Keeps: a delivery is locked before its event, and deliveries in the order of their ids, so that nobody waits in a
-- circle. The commit is not waited for: what a crash of PostgreSQL forgets of it is told once more.
--
-- $1 uuid[] events, none twice, $2 timestamptz[] their leases as they were given, $3 integer failures
-- in a row after which a success is a recovery, $4 float8 seconds of a lease that goes on.
-- Returns a row for each event, with the one behind it when the lease is the caller's, whether its delivery has other
-- events, of which one may have come too late to be seen here, and whether it was a recovery.
WITH forgettable AS MATERIALIZED (
  SELECT set_config('synchronous_commit', 'off', true)
), held AS MATERIALIZED (
  SELECT d.id, e.id AS event_id, d.relay_lease_until = told.lease AS ours, d.sequence <> e.sequence AS others
  FROM unnest($1::uuid[], $2::timestamptz[]) AS told (event_id, lease)
  JOIN driver_dispatch.delivery_events e ON e.id = told.event_id
  JOIN driver_dispatch.deliveries d ON d.id = e.delivery_id
  WHERE e.id = ANY ($1::uuid[]) AND d.id = ANY (ARRAY(
    SELECT delivery_id FROM driver_dispatch.delivery_events WHERE id = ANY ($1::uuid[])))
  ORDER BY d.id
  FOR NO KEY UPDATE OF d, e
), confirmed AS (
  UPDATE driver_dispatch.delivery_events e
  SET relayed_at = coalesce(e.relayed_at, now()), dead_at = NULL, last_error = NULL
  FROM held WHERE e.id = held.event_id AND e.id = ANY ($1::uuid[])
), next AS MATERIALIZED (
  SELECT outstanding.* FROM held
  CROSS JOIN LATERAL (
    SELECT * FROM driver_dispatch.outstanding_events o
    WHERE o.delivery_id = held.id AND o.id <> held.event_id
    ORDER BY o.sequence
    LIMIT 1
  ) outstanding
  WHERE held.ours AND outstanding.due
), leased AS (
  UPDATE driver_dispatch.deliveries d
  SET relay_lease_until = CASE WHEN next.id IS NOT NULL THEN now() + make_interval(secs => $4::float8) END
  FROM held LEFT JOIN next ON next.delivery_id = held.id
  WHERE d.id = held.id AND d.id = ANY (ARRAY(SELECT id FROM held)) AND held.ours
  RETURNING d.id, d.relay_lease_until::text AS until
), former AS (
  SELECT state, consecutive_failures FROM driver_dispatch.webhook_endpoint WHERE id = 1
), recovered AS (
  UPDATE driver_dispatch.webhook_endpoint
  SET state = 'active', since = CASE WHEN state = 'failing' THEN now() ELSE since END,
      consecutive_failures = 0, failing_since = NULL, last_error = NULL
  WHERE id = 1 AND consecutive_failures > 0 AND state <> 'stopped' AND EXISTS (SELECT FROM held)
)
SELECT held.event_id AS "confirmedId", next.id, held.id AS "deliveryId", next.sequence, next.type, next.state, next.data, next.at,
  next.relay_attempts AS "attempts", next.due, next.next_try_at AS "nextTryAt", now()::text AS "readAt",
  next.submission_key AS "submissionKey", next.seller_order_id AS "sellerOrderId", next.order_code AS "orderCode",
  next.channel_id AS "channelId",
  leased.until AS lease, held.others,
  former.state = 'failing' OR former.state = 'active' AND former.consecutive_failures >= $3::integer AS recovered
FROM held LEFT JOIN next ON next.delivery_id = held.id AND held.ours
LEFT JOIN leased ON leased.id = held.id AND held.ours
CROSS JOIN former CROSS JOIN forgettable;
