-- Claims drivers for waiting deliveries, many in one statement: assigns each driver, or makes an offer, during which the
-- driver is BUSY and the delivery stays PENDING. Each pair is claimed completely or not at all. The caller
-- proposes the pairs, or this statement finds them for released drivers: oldest waiting delivery first, then its nearest
-- driver.
--
-- Keeps: a driver has at most one active assignment or open offer, and so has a delivery (checked on the locked row, and
-- again by the unique indexes of assignments). At commit the driver is AVAILABLE, active, seen within the heartbeat's time to
-- live, serves the channel, meets the requirements and is within the search radius; the stored location matches the location
-- that the distance was measured from, or that location is newer and about to be stored. The event is written in the same
-- transaction. Never waits for locks: a row locked by another claim counts as taken. No delivery waits while a released
-- driver is within its search radius, except deliveries that are held until shortly before their ready time, or that were
-- offered to this driver.
--
-- If one of the 500 oldest deliveries is near a driver, it is the oldest one near that driver, and no others are searched.
-- Only for drivers without a match among those 500, the box around the driver is searched, up to the largest search radius.
--
-- $1 uuid[] deliveries, $2 text[] drivers, $3 float8[] distances in metres, $4 jsonb[] decisions: one element per proposal,
-- deliveries and drivers unique. $5 float8 heartbeat's time to live in seconds, $6 float8 metres by which the stored
-- location of a moving driver may lag behind, $7 float8 maximum error of an index location in metres. $8 float8[] lat,
-- $9 float8[] lon, $10 timestamptz[] measured at: the location of each proposed driver in the availability index, NULL if
-- the candidate came from PostgreSQL. $11 float8 seconds of the lease under which the caller sends the assignment events
-- itself, NULL if it does not. Only the first event of a delivery gets a lease: an earlier one may be unacknowledged.
-- $12 text[] drivers to find deliveries for, $13 uuid[] deliveries to exclude. A delivery that has waited for less than a
-- second is found but not claimed: the caller searches for its nearest driver, whose row may only have been locked before.
-- $14 boolean whether deliveries are offered, except in the channels $15 text[], where it is the other way round.
-- $16 float8 seconds of an offer. A delivery is assigned instead after $17 int offers or $18 float8 seconds of waiting.
-- $19 float8 seconds after a declined or expired offer until the same driver is offered the delivery again.
-- Returns a row for each pair: with the event and the caller's lease on it; with the end of the offer instead; or with a
-- NULL driver if the claim failed.
-- The expression status || '' keeps the planner from using the partial index over cells: a plan made on an empty table
-- would scan that index completely.
WITH RECURSIVE idle AS MATERIALIZED (
  SELECT d.id, driver_dispatch.unit_sphere(d.lat, d.lon) AS position, d.channels, d.status_since,
    d.vehicle, d.tags, d.load_capacity_grams
  FROM driver_dispatch.drivers d
  WHERE d.id = ANY ($12::text[]) AND d.status || '' = 'AVAILABLE' AND d.active AND d.lat IS NOT NULL
    AND d.seen_at > now() - make_interval(secs => $5::float8)
), oldest AS MATERIALIZED (
  SELECT w.id, w.waiting_since, w.created_at, w.channel_id, w.pickup_position, w.requirements, w.offers,
    driver_dispatch.chord(w.search_radius_metres) AS radius_chord
  FROM driver_dispatch.deliveries w
  WHERE w.state = 'PENDING' AND w.offered_until IS NULL AND w.waiting_since <= now() AND w.id <> ALL ($13::uuid[])
  ORDER BY w.waiting_since, w.created_at, w.id
  LIMIT 500
), near_oldest AS MATERIALIZED (
  SELECT d.id AS driver_id, d.status_since, w.* FROM idle d
  CROSS JOIN LATERAL (
    SELECT o.id, o.waiting_since, o.created_at, cube_distance(o.pickup_position, d.position) AS chord FROM oldest o
    WHERE cube_distance(o.pickup_position, d.position) <= o.radius_chord
      AND (d.channels = '{}' OR o.channel_id = ANY (d.channels))
      AND driver_dispatch.meets(o.requirements, d.vehicle, d.tags, d.load_capacity_grams)
      AND (o.offers = 0 OR NOT EXISTS (
        SELECT FROM driver_dispatch.assignments a
        WHERE a.delivery_id = o.id AND a.driver_id = d.id AND a.offer_ends_at IS NOT NULL
          AND a.offer_end <> 'withdrawn' AND a.released_at > now() - make_interval(secs => $19::float8)))
    ORDER BY o.waiting_since, o.created_at, o.id
    LIMIT cardinality($12::text[])
  ) w
), near_others AS (
  SELECT d.id AS driver_id, d.status_since, w.* FROM idle d
  CROSS JOIN (
    SELECT driver_dispatch.chord(max(search_radius_metres)) + 1e-9 AS chord
    FROM driver_dispatch.deliveries WHERE state = 'PENDING'
  ) furthest
  CROSS JOIN LATERAL (
    SELECT p.id, p.waiting_since, p.created_at, cube_distance(p.pickup_position, d.position) AS chord
    FROM driver_dispatch.deliveries p
    WHERE p.state = 'PENDING' AND p.offered_until IS NULL AND p.waiting_since <= now() AND p.id <> ALL ($13::uuid[])
      AND p.pickup_position <@ cube_enlarge(d.position, furthest.chord, 3)
      AND cube_distance(p.pickup_position, d.position) <= driver_dispatch.chord(p.search_radius_metres)
      AND (d.channels = '{}' OR p.channel_id = ANY (d.channels))
      AND driver_dispatch.meets(p.requirements, d.vehicle, d.tags, d.load_capacity_grams)
      AND (p.offers = 0 OR NOT EXISTS (
        SELECT FROM driver_dispatch.assignments a
        WHERE a.delivery_id = p.id AND a.driver_id = d.id AND a.offer_ends_at IS NOT NULL
          AND a.offer_end <> 'withdrawn' AND a.released_at > now() - make_interval(secs => $19::float8)))
    ORDER BY p.waiting_since, p.created_at, p.id
    LIMIT cardinality($12::text[])
  ) w
  WHERE d.id NOT IN (SELECT driver_id FROM near_oldest)
), possible AS MATERIALIZED (
  SELECT driver_id, id AS delivery_id, waiting_since > now() - interval '1 second' AS is_new,
    2 * 6371008.8 * asin(least(chord / 2, 1)) AS distance_metres,
    row_number() OVER (ORDER BY waiting_since, created_at, id, round(2 * 6371008.8 * asin(least(chord / 2, 1))),
      status_since, driver_id) AS rank
  FROM (SELECT * FROM near_oldest UNION ALL SELECT * FROM near_others) near
), found AS (
  SELECT 0::bigint AS rank, NULL::text COLLATE "C" AS driver_id, NULL::uuid AS delivery_id, false AS is_new,
    NULL::float8 AS distance_metres, '{}'::text[] COLLATE "C" AS drivers, '{}'::uuid[] AS deliveries
  UNION ALL
  SELECT next.rank, next.driver_id, next.delivery_id, next.is_new, next.distance_metres, found.drivers || next.driver_id,
    found.deliveries || next.delivery_id
  FROM found CROSS JOIN LATERAL (
    SELECT * FROM possible p
    WHERE p.rank > found.rank AND p.driver_id <> ALL (found.drivers) AND p.delivery_id <> ALL (found.deliveries)
    ORDER BY p.rank
    LIMIT 1
  ) next
), proposal AS MATERIALIZED (
  SELECT *, false AS is_new FROM unnest($1::uuid[], $2::text[], $3::float8[], $4::jsonb[], $8::float8[], $9::float8[],
      $10::timestamptz[])
    AS proposal (delivery_id, driver_id, distance_metres, decision, lat, lon, located_at)
  UNION ALL
  SELECT delivery_id, driver_id, distance_metres, jsonb_build_object('source', 'POSTGRES', 'refused', '[]'::jsonb,
    'candidates', jsonb_build_array(
      jsonb_build_object('driverId', driver_id, 'distanceMetres', round(distance_metres)))), NULL, NULL, NULL, is_new
  FROM found WHERE rank > 0
), free_driver AS (
  SELECT d.id, d.channels, driver_dispatch.unit_sphere(d.lat, d.lon) AS position, d.location_at,
    d.vehicle, d.tags, d.load_capacity_grams
  FROM driver_dispatch.drivers d
  WHERE d.id = ANY (ARRAY(SELECT driver_id FROM proposal)) AND d.status || '' = 'AVAILABLE' AND d.active
    AND d.seen_at > now() - make_interval(secs => $5::float8)
  FOR UPDATE SKIP LOCKED
), waiting AS (
  SELECT w.id, w.channel_id, w.pickup_position, w.search_radius_metres, w.requirements, w.offers,
    CASE WHEN $14::boolean <> (w.channel_id = ANY ($15::text[])) AND w.offers < $17::int
        AND w.waiting_since > now() - make_interval(secs => $18::float8)
      THEN now() + make_interval(secs => $16::float8) END AS offer_ends_at
  FROM driver_dispatch.deliveries w
  WHERE w.id = ANY (ARRAY(SELECT delivery_id FROM proposal)) AND w.state = 'PENDING' AND w.offered_until IS NULL
  FOR UPDATE SKIP LOCKED
), pair AS (
  SELECT p.delivery_id, p.driver_id, p.distance_metres, p.decision, w.offer_ends_at FROM proposal p
  JOIN free_driver d ON d.id = p.driver_id
  JOIN waiting w ON w.id = p.delivery_id
  WHERE NOT p.is_new AND (d.channels = '{}' OR w.channel_id = ANY (d.channels))
    AND driver_dispatch.meets(w.requirements, d.vehicle, d.tags, d.load_capacity_grams)
    AND cube_distance(d.position, w.pickup_position) <= driver_dispatch.chord(w.search_radius_metres + $6::float8)
    AND (p.lat IS NULL OR p.located_at > coalesce(d.location_at, 'epoch')
      OR cube_distance(d.position, driver_dispatch.unit_sphere(p.lat, p.lon)) <= driver_dispatch.chord($7::float8))
    AND (w.offers = 0 OR w.offer_ends_at IS NULL OR NOT EXISTS (
      SELECT FROM driver_dispatch.assignments a
      WHERE a.delivery_id = w.id AND a.driver_id = d.id AND a.offer_ends_at IS NOT NULL
        AND a.offer_end <> 'withdrawn' AND a.released_at > now() - make_interval(secs => $19::float8)))
), lease AS (
  SELECT now() + make_interval(secs => $11::float8) AS until FROM driver_dispatch.webhook_endpoint
  WHERE id = 1 AND state <> 'stopped'
), claimed_driver AS (
  UPDATE driver_dispatch.drivers d
  SET status = 'BUSY', status_version = status_version + 1, status_since = now(), updated_at = now()
  FROM pair WHERE d.id = pair.driver_id AND d.id = ANY (ARRAY(SELECT driver_id FROM pair))
  RETURNING d.id, d.name, d.phone, d.vehicle, d.channels, d.status, d.status_version, d.status_since, pair.offer_ends_at
), history AS (
  INSERT INTO driver_dispatch.driver_status_history (driver_id, status_version, status, reason)
  SELECT id, status_version, status, CASE WHEN offer_ends_at IS NULL THEN 'assigned' ELSE 'offered' END FROM claimed_driver
), assignment AS (
  INSERT INTO driver_dispatch.assignments (delivery_id, driver_id, distance_metres, decision, assigned_at, offered_at,
    offer_ends_at)
  SELECT delivery_id, driver_id, distance_metres, decision, CASE WHEN offer_ends_at IS NULL THEN now() END,
    CASE WHEN offer_ends_at IS NOT NULL THEN now() END, offer_ends_at
  FROM pair
), claimed_delivery AS (
  UPDATE driver_dispatch.deliveries w
  SET state = CASE WHEN pair.offer_ends_at IS NULL THEN 'ASSIGNED' ELSE 'PENDING' END,
      sequence = w.sequence + (pair.offer_ends_at IS NULL)::int,
      driver_id = CASE WHEN pair.offer_ends_at IS NULL THEN pair.driver_id END,
      distance_metres = CASE WHEN pair.offer_ends_at IS NULL THEN pair.distance_metres END,
      assigned_at = CASE WHEN pair.offer_ends_at IS NULL THEN now() END,
      next_attempt_at = pair.offer_ends_at, offered_until = pair.offer_ends_at,
      offers = w.offers + (pair.offer_ends_at IS NOT NULL)::int
  FROM pair WHERE w.id = pair.delivery_id AND w.id = ANY (ARRAY(SELECT delivery_id FROM pair))
  RETURNING w.id, w.submission_key, w.seller_order_id, w.order_code, w.channel_id, w.sequence,
    pair.driver_id, pair.distance_metres, pair.offer_ends_at
), event AS (
  INSERT INTO driver_dispatch.delivery_events (delivery_id, sequence, type, state, actor, data, lease_until)
  SELECT w.id, w.sequence, 'delivery.assigned', 'ASSIGNED', 'engine', jsonb_build_object(
    'driver', jsonb_strip_nulls(
      jsonb_build_object('id', d.id, 'name', d.name, 'phone', d.phone, 'vehicle', d.vehicle)),
    'distanceMetres', w.distance_metres),
    CASE WHEN w.sequence = 1 THEN (SELECT until FROM lease) END
  FROM claimed_delivery w JOIN claimed_driver d ON d.id = w.driver_id
  WHERE w.offer_ends_at IS NULL
  RETURNING delivery_id, id, data, at, lease_until
)
SELECT p.delivery_id AS "deliveryId", p.is_new AS "isNew", w.driver_id AS "driverId", w.distance_metres AS "distanceMetres",
  d.status, d.status_version AS "statusVersion", d.status_since AS "statusSince", d.channels,
  w.submission_key AS "submissionKey", w.seller_order_id AS "sellerOrderId", w.order_code AS "orderCode",
  w.channel_id AS "channelId",
  w.offer_ends_at AS "offerEndsAt", e.id AS "eventId", w.sequence, e.data, e.at, e.lease_until::text AS lease
FROM proposal p
LEFT JOIN claimed_delivery w ON w.id = p.delivery_id
LEFT JOIN claimed_driver d ON d.id = w.driver_id
LEFT JOIN event e ON e.delivery_id = w.id;
