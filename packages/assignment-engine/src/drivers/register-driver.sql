-- Registers a driver with status OFFLINE, or changes the given fields of a registered driver; NULL leaves a field
-- unchanged. The version increases, so that the channels in the availability index are replaced.
--
-- $1 text driver, $2 text name, $3 text phone, $4 jsonb vehicle, $5 text[] channels of a new driver (NULL for none),
-- $6 text[] channels of a registered driver. Returns no row for an erased driver.
WITH stored AS (
  INSERT INTO driver_dispatch.drivers AS d (id, name, phone, vehicle, channels)
  VALUES ($1, $2, $3, $4::jsonb, $5::text[])
  ON CONFLICT (id) DO UPDATE
  SET name = excluded.name, phone = coalesce(excluded.phone, d.phone), vehicle = coalesce(excluded.vehicle, d.vehicle),
      channels = coalesce($6::text[], d.channels),
      channels_since = CASE WHEN $6::text[] IS NULL THEN d.channels_since ELSE now() END,
      status_version = d.status_version + 1, updated_at = now()
  WHERE d.erased_at IS NULL
  RETURNING d.id, d.status, d.status_version, d.status_since, d.channels, d.lat, d.lon, d.location_at,
    d.vehicle ->> 'kind' AS vehicle_kind, d.tags, d.load_capacity_grams
), history AS (
  INSERT INTO driver_dispatch.driver_status_history (driver_id, status_version, status, reason)
  SELECT id, status_version, status, 'registered' FROM stored
)
SELECT id, status, status_version AS "statusVersion", status_since AS "statusSince", channels, lat, lon,
  location_at AS "locationAt", vehicle_kind AS "vehicleKind", tags, load_capacity_grams AS "loadCapacityGrams"
FROM stored;
