-- Stores the newest location of many drivers. A driver's last-seen time is set, by this server's clock, if the ping has a
-- heartbeat or its location is newer than the stored one.
--
-- Keeps: a location is never replaced by an older one, and a repeated location is no heartbeat. An advisory lock runs one
-- such statement at a time, so that two writers can't deadlock and rows need no locks before they are written. Claims skip
-- rows that are being written: a smaller batch locks its rows for a shorter time. Commits asynchronously: the next ping
-- replaces a location that is lost in a crash of PostgreSQL.
--
-- $1 text[] drivers, unique, $2 float8[] lat, $3 float8[] lon, $4 float8[] measured at, in ms since the epoch; the last
-- three are NULL without a location; $5 bool[] whether the driver is AVAILABLE in the availability index, NULL if unknown;
-- $6 bool[] whether there is a heartbeat. Returns the AVAILABLE drivers who moved, and the drivers whose entry in the index
-- is wrong.
WITH lock AS MATERIALIZED (
  SELECT pg_advisory_xact_lock(7203417003), set_config('synchronous_commit', 'off', true)
), stored AS (
  UPDATE driver_dispatch.drivers d
  SET seen_at = CASE WHEN NOT ping.heartbeat AND d.location_at >= ping.recorded_at THEN d.seen_at ELSE now() END,
      lat = CASE WHEN d.location_at > ping.recorded_at THEN d.lat ELSE coalesce(ping.lat, d.lat) END,
      lon = CASE WHEN d.location_at > ping.recorded_at THEN d.lon ELSE coalesce(ping.lon, d.lon) END,
      location_at = greatest(d.location_at, ping.recorded_at)
  FROM lock, (
    SELECT driver_id, lat, lon, to_timestamp(ms / 1000) AS recorded_at, indexed_available, heartbeat
    FROM unnest($1::text[], $2::float8[], $3::float8[], $4::float8[], $5::bool[], $6::bool[])
      AS received (driver_id, lat, lon, ms, indexed_available, heartbeat)
  ) ping
  WHERE d.id = ping.driver_id AND d.id = ANY ($1::text[]) AND d.active
  RETURNING d.id,
    (d.status = 'AVAILABLE' AND d.location_at = ping.recorded_at) IS TRUE AS moved,
    ((d.status = 'AVAILABLE') <> ping.indexed_available) IS TRUE AS misindexed
)
SELECT id, moved, misindexed FROM stored WHERE moved OR misindexed;
