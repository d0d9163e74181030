-- The nearest eligible drivers of many places at once, each list nearest first.
--
-- Keeps: exact everywhere on Earth (see unit_sphere); the same conditions of eligibility as claim-drivers.sql.
-- The box around the place only bounds the search: the caller drops what lies outside the radius.
--
-- $1 float8[] lat, $2 float8[] lon, $3 float8[] radius in metres, $4 text[] channels, $5 float8 heartbeat's time
-- to live in seconds, $6 int how many for each place.
SELECT place.ordinality::int - 1 AS "index", candidate.*
FROM unnest($1::float8[], $2::float8[], $3::float8[], $4::text[])
  WITH ORDINALITY AS place (lat, lon, radius, channel_id, ordinality)
CROSS JOIN LATERAL (
  SELECT d.id AS "driverId", d.lat, d.lon, extract(epoch FROM d.status_since) * 1000 AS "idleSince"
  FROM driver_dispatch.drivers d
  WHERE d.status = 'AVAILABLE' AND d.active
    AND d.seen_at > now() - make_interval(secs => $5::float8)
    AND (d.channels = '{}' OR place.channel_id = ANY (d.channels))
    AND d.position <@ cube_enlarge(
      driver_dispatch.unit_sphere(place.lat, place.lon), driver_dispatch.chord(place.radius) + 1e-9, 3)
  ORDER BY d.position <-> driver_dispatch.unit_sphere(place.lat, place.lon), d.status_since, d.id
  LIMIT $6::int
) candidate
ORDER BY place.ordinality;
