-- Eligible drivers in boxes of degrees around many places at once, about the nearest of each box first.
--
-- Keeps: who is in a box and eligible is found, unless as many as were asked for were found; the same conditions of
-- eligibility as claim-drivers.sql. Order by the degrees to a driver's cell is not order by metres: it only makes
-- those likely that are wanted, where a number cuts them off, and keeps the search to the neighbourhood however many
-- a box holds. The caller measures and ranks.
--
-- $1 int[] place, $2 float8[] south, $3 float8[] north, $4 float8[] west, $5 float8[] east in degrees, $6 float8[]
-- lat, $7 float8[] lon to be near to, $8 text[] channels: one element a box. $9 float8 heartbeat's time to live in
-- seconds, $10 int how many for each box.
SELECT area.place, candidate.*
FROM unnest($1::int[], $2::float8[], $3::float8[], $4::float8[], $5::float8[], $6::float8[], $7::float8[],
    $8::text[])
  AS area (place, south, north, west, east, lat, lon, channel_id)
CROSS JOIN LATERAL (
  SELECT d.id AS "driverId", d.lat, d.lon, date_part('epoch', d.status_since) * 1000 AS "idleSince"
  FROM driver_dispatch.drivers d
  WHERE d.status = 'AVAILABLE' AND d.active
    AND d.seen_at > now() - make_interval(secs => $9::float8)
    AND (d.channels = '{}' OR area.channel_id = ANY (d.channels))
    -- A cell's corner lies to the south-west of all that is in it.
    AND d.cell <@ box(point(area.west - 1.0 / 500, area.south - 1.0 / 800), point(area.east, area.north))
    AND d.lat BETWEEN area.south AND area.north AND d.lon BETWEEN area.west AND area.east
  ORDER BY d.cell <-> point(area.lon, area.lat)
  LIMIT $10::int
) candidate;
