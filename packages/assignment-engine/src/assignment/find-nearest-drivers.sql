-- Eligible drivers in boxes of degrees around many points, roughly nearest first in each box.
--
-- Keeps: returns every eligible driver of a box unless the limit is reached; the same conditions of eligibility as
-- claim-drivers.sql. The order by degrees to a driver's cell is not the order by metres: it makes it likely that the
-- nearest drivers are within the limit, and limits the scan to the neighbourhood however many drivers a box has. The
-- caller measures and ranks.
--
-- $1 int[] number of the search, $2 float8[] south, $3 float8[] north, $4 float8[] west, $5 float8[] east in degrees,
-- $6 float8[] lat, $7 float8[] lon of the search point, $8 text[] channels: one element per box. $9 float8 heartbeat's time
-- to live in seconds, $10 int limit per box.
SELECT area.search, candidate.*
FROM unnest($1::int[], $2::float8[], $3::float8[], $4::float8[], $5::float8[], $6::float8[], $7::float8[],
    $8::text[])
  AS area (search, south, north, west, east, lat, lon, channel_id)
CROSS JOIN LATERAL (
  SELECT d.id AS "driverId", d.lat, d.lon, date_part('epoch', d.status_since) * 1000 AS "idleSince"
  FROM driver_dispatch.drivers d
  WHERE d.status = 'AVAILABLE' AND d.active
    AND d.seen_at > now() - make_interval(secs => $9::float8)
    AND (d.channels = '{}' OR area.channel_id = ANY (d.channels))
    -- A cell is stored as its south-west corner.
    AND d.cell <@ box(point(area.west - 1.0 / 500, area.south - 1.0 / 800), point(area.east, area.north))
    AND d.lat BETWEEN area.south AND area.north AND d.lon BETWEEN area.west AND area.east
  ORDER BY d.cell <-> point(area.lon, area.lat)
  LIMIT $10::int
) candidate;
