-- For each of these drivers that is free, the oldest deliveries that wait within reach of it.
--
-- Keeps: nobody waits while a driver who could come is idle; oldest first.
--
-- The box around a driver only bounds the search: it reaches as far as any waiting delivery is searched for.
--
-- $1 text[] drivers, $2 float8 heartbeat's time to live in seconds, $3 uuid[] deliveries that were tried already,
-- $4 int how many for each driver.
SELECT DISTINCT oldest.id
FROM driver_dispatch.drivers d
CROSS JOIN (
  SELECT driver_dispatch.chord(max(search_radius_metres)) + 1e-9 AS chord
  FROM driver_dispatch.deliveries WHERE state = 'PENDING'
) furthest
CROSS JOIN LATERAL (
  SELECT w.id
  FROM driver_dispatch.deliveries w
  WHERE w.state = 'PENDING' AND w.id <> ALL ($3::uuid[])
    AND w.pickup_position <@ cube_enlarge(d.position, furthest.chord, 3)
    AND cube_distance(w.pickup_position, d.position) <= driver_dispatch.chord(w.search_radius_metres)
    AND (d.channels = '{}' OR w.channel_id = ANY (d.channels))
  ORDER BY w.created_at, w.id
  LIMIT $4::int
) oldest
WHERE d.id = ANY ($1::text[]) AND d.status = 'AVAILABLE' AND d.active
  AND d.seen_at > now() - make_interval(secs => $2::float8);
