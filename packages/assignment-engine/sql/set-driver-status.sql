-- Takes a driver on or off the road. Repeating it changes nothing but the sign of life, so that the wait of a
-- driver who is AVAILABLE already goes on counting.
--
-- The version grows with each location too: the availability index takes a location for a status it knows from
-- pings only.
--
-- Keeps: a BUSY driver's status is changed by the delivery's end only.
--
-- $1 text driver, $2 text AVAILABLE or OFFLINE, $3 float8 lat, $4 float8 lon (both NULL when not told), $5 text
-- reason, $6 timestamptz when it was told. Returns the driver as it is now; no row when there is no such driver, it
-- is deactivated, BUSY, or has been told something else since.
WITH current AS (
  SELECT id, status <> $2::text AS changes FROM driver_dispatch.drivers
  WHERE id = $1::text AND active AND status <> 'BUSY'
    AND (status_told_at IS NULL OR status_told_at <= $6::timestamptz)
  FOR UPDATE
), stored AS (
  UPDATE driver_dispatch.drivers d
  SET status = $2::text,
      status_version = d.status_version + (changes OR $3::float8 IS NOT NULL)::int,
      status_since = CASE WHEN changes THEN now() ELSE d.status_since END,
      seen_at = now(),
      lat = coalesce($3::float8, d.lat),
      lon = coalesce($4::float8, d.lon),
      status_told_at = $6::timestamptz,
      updated_at = now()
  FROM current WHERE d.id = current.id
  RETURNING d.id, d.status, d.status_version, d.status_since, d.channels, d.lat, d.lon, d.location_at, changes
), history AS (
  INSERT INTO driver_dispatch.driver_status_history (driver_id, status_version, status, reason)
  SELECT id, status_version, status, $5::text FROM stored WHERE changes
)
SELECT id, status, status_version AS "statusVersion", status_since AS "statusSince", channels, lat, lon,
  location_at AS "locationAt"
FROM stored;
