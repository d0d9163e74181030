-- Stores the newest location of many drivers. A driver counts as seen now, by this server's clock, if there is a heartbeat or
-- the location is newer than the stored one.
--
-- Keeps: a location never goes back in time, and one that is sent again is no sign of life; one such statement at a time, by an advisory lock, so that two writers
-- never wait for each other in a circle and no row has to be locked before it is written. Claims skip rows that are
-- being written: the fewer drivers at a time, the shorter. The commit is not waited for: a location that a crash of
-- PostgreSQL loses is replaced by the next one.
--
-- $1 text[] drivers, none twice, $2 float8[] lat, $3 float8[] lon, $4 float8[] measured at, in ms since the epoch;
-- the last three are NULL without a location; $5 bool[] whether the availability index has the driver as AVAILABLE,
-- NULL where that is not known; $6 bool[] whether there is a heartbeat. Returns the drivers who moved and are AVAILABLE, and those who are not what the index
-- has them as.
WITH turn AS MATERIALIZED (
  SELECT pg_advisory_xact_lock(7203417003), set_config('synchronous_commit', 'off', true)
), stored AS (
  UPDATE driver_dispatch.drivers d
  SET seen_at = CASE WHEN NOT ping.heartbeat AND d.location_at >= ping.recorded_at THEN d.seen_at ELSE now() END,
      lat = CASE WHEN d.location_at > ping.recorded_at THEN d.lat ELSE coalesce(ping.lat, d.lat) END,
      lon = CASE WHEN d.location_at > ping.recorded_at THEN d.lon ELSE coalesce(ping.lon, d.lon) END,
      location_at = greatest(d.location_at, ping.recorded_at)
  FROM turn, (
    SELECT driver_id, lat, lon, to_timestamp(ms / 1000) AS recorded_at, offered, heartbeat
    FROM unnest($1::text[], $2::float8[], $3::float8[], $4::float8[], $5::bool[], $6::bool[])
      AS told (driver_id, lat, lon, ms, offered, heartbeat)
  ) ping
  WHERE d.id = ping.driver_id AND d.id = ANY ($1::text[]) AND d.active
  RETURNING d.id,
    (d.status = 'AVAILABLE' AND d.location_at = ping.recorded_at) IS TRUE AS moved,
    ((d.status = 'AVAILABLE') <> ping.offered) IS TRUE AS misindexed
)
SELECT id, moved, misindexed FROM stored WHERE moved OR misindexed;
