-- Makes a driver known, OFFLINE at first, or changes what is known of one. The version grows, so that what the
-- availability index caches of the channels gives way.
--
-- $1 text driver, $2 text name, $3 text phone, $4 jsonb vehicle, $5 text[] channels.
WITH stored AS (
  INSERT INTO driver_dispatch.drivers AS d (id, name, phone, vehicle, channels)
  VALUES ($1, $2, $3, $4::jsonb, $5::text[])
  ON CONFLICT (id) DO UPDATE
  SET name = excluded.name, phone = excluded.phone, vehicle = excluded.vehicle, channels = excluded.channels,
      status_version = d.status_version + 1, updated_at = now()
  RETURNING d.id, d.status, d.status_version, d.status_since, d.channels, d.lat, d.lon, d.location_at
), history AS (
  INSERT INTO driver_dispatch.driver_status_history (driver_id, status_version, status, reason)
  SELECT id, status_version, status, 'registered' FROM stored
)
SELECT id, status, status_version AS "statusVersion", status_since AS "statusSince", channels, lat, lon,
  location_at AS "locationAt"
FROM stored;
