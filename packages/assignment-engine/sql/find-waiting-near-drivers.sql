-- The oldest deliveries that wait within reach of any of these drivers that are free.
--
-- Keeps: nobody waits while a driver who could come is idle, but for orders that are held until shortly before they are
-- ready; oldest first.
--
-- A driver near whom one of the oldest of all waits has its oldest there: no other has to be looked at, however many
-- wait. Only who finds none among those searches the box around it, which reaches as far as any waiting delivery is
-- searched for.
--
-- $1 text[] drivers, $2 float8 heartbeat's time to live in seconds, $3 uuid[] deliveries that were tried already,
-- $4 int how many at the most.
WITH free AS MATERIALIZED (
  SELECT d.id, driver_dispatch.unit_sphere(d.lat, d.lon) AS position, d.channels FROM driver_dispatch.drivers d
  WHERE d.id = ANY ($1::text[]) AND d.status = 'AVAILABLE' AND d.active
    AND d.seen_at > now() - make_interval(secs => $2::float8)
), oldest AS MATERIALIZED (
  SELECT w.id, w.waiting_since, w.created_at, w.channel_id, w.pickup_position,
    driver_dispatch.chord(w.search_radius_metres) AS reach
  FROM driver_dispatch.deliveries w
  WHERE w.state = 'PENDING' AND w.waiting_since <= now() AND w.id <> ALL ($3::uuid[])
  ORDER BY w.waiting_since, w.created_at, w.id
  LIMIT 500
), near_oldest AS MATERIALIZED (
  SELECT d.id AS driver_id, w.id FROM free d
  CROSS JOIN LATERAL (
    SELECT o.id FROM oldest o
    WHERE cube_distance(o.pickup_position, d.position) <= o.reach
      AND (d.channels = '{}' OR o.channel_id = ANY (d.channels))
    ORDER BY o.waiting_since, o.created_at, o.id
    LIMIT $4::int
  ) w
), near_others AS (
  SELECT w.id FROM free d
  CROSS JOIN (
    SELECT driver_dispatch.chord(max(search_radius_metres)) + 1e-9 AS chord
    FROM driver_dispatch.deliveries WHERE state = 'PENDING'
  ) furthest
  CROSS JOIN LATERAL (
    SELECT p.id FROM driver_dispatch.deliveries p
    WHERE p.state = 'PENDING' AND p.waiting_since <= now() AND p.id <> ALL ($3::uuid[])
      AND p.pickup_position <@ cube_enlarge(d.position, furthest.chord, 3)
      AND cube_distance(p.pickup_position, d.position) <= driver_dispatch.chord(p.search_radius_metres)
      AND (d.channels = '{}' OR p.channel_id = ANY (d.channels))
    ORDER BY p.waiting_since, p.created_at, p.id
    LIMIT $4::int
  ) w
  WHERE d.id NOT IN (SELECT driver_id FROM near_oldest)
)
SELECT w.id, w.submission_key AS "submissionKey", w.channel_id AS "channelId", w.pickup -> 'point' AS point,
  w.search_radius_metres AS "searchRadiusMetres"
FROM (
  SELECT id FROM near_oldest UNION SELECT id FROM near_others
) reachable
JOIN driver_dispatch.deliveries w ON w.id = reachable.id
ORDER BY w.waiting_since, w.created_at, w.id
LIMIT $4::int;
