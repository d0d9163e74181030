-- Creates a driver with status OFFLINE. An existing driver with the same id is not changed.
--
-- $1 text driver, $2 text name, $3 text phone, $4 jsonb vehicle, $5 text[] channels, $6 text[] tags,
-- $7 integer load capacity in grams, NULL for no limit, $8 jsonb working hours.
-- Returns no row if the id exists.
WITH stored AS (
  INSERT INTO driver_dispatch.drivers (id, name, phone, vehicle, channels, tags, load_capacity_grams, working_hours)
  VALUES ($1, $2, $3, $4::jsonb, $5::text[], $6::text[], $7::integer, $8::jsonb)
  ON CONFLICT (id) DO NOTHING
  RETURNING id, status, status_version, status_since, channels, lat, lon, location_at,
    vehicle ->> 'kind' AS vehicle_kind, tags, load_capacity_grams
), history AS (
  INSERT INTO driver_dispatch.driver_status_history (driver_id, status_version, status, reason)
  SELECT id, status_version, status, 'registered' FROM stored
)
SELECT id, status, status_version AS "statusVersion", status_since AS "statusSince", channels, lat, lon,
  location_at AS "locationAt", vehicle_kind AS "vehicleKind", tags, load_capacity_grams AS "loadCapacityGrams"
FROM stored;
