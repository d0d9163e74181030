-- Stores the newest location of many drivers; every one of them counts as seen now, by this server's clock.
--
-- Keeps: a location never goes back in time; rows are locked in the order of their ids, so that two writers
-- never wait for each other in a circle.
--
-- $1 text[] drivers, none twice, $2 float8[] lat, $3 float8[] lon, $4 timestamptz[] measured at; the last three
-- are NULL for a mere heartbeat. Returns the drivers who moved and are AVAILABLE.
WITH locked AS (
  SELECT d.id, ping.lat, ping.lon, ping.recorded_at,
    ping.lat IS NOT NULL AND (d.location_at IS NULL OR d.location_at <= ping.recorded_at) AS newer
  FROM driver_dispatch.drivers d
  JOIN unnest($1::text[], $2::float8[], $3::float8[], $4::timestamptz[])
    AS ping (driver_id, lat, lon, recorded_at) ON ping.driver_id = d.id
  WHERE d.active
  ORDER BY d.id
  FOR UPDATE OF d
), stored AS (
  UPDATE driver_dispatch.drivers d
  SET seen_at = now(),
      lat = CASE WHEN locked.newer THEN locked.lat ELSE d.lat END,
      lon = CASE WHEN locked.newer THEN locked.lon ELSE d.lon END,
      location_at = CASE WHEN locked.newer THEN locked.recorded_at ELSE d.location_at END
  FROM locked
  WHERE d.id = locked.id
  RETURNING d.id, d.status, locked.newer
)
SELECT id FROM stored WHERE newer AND status = 'AVAILABLE';
