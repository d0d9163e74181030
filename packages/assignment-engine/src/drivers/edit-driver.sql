-- Changes the given fields of a driver; NULL leaves a field unchanged, but a load capacity of 0 removes the limit. An
-- AVAILABLE driver who is deactivated goes OFFLINE in the same statement; a BUSY driver goes OFFLINE when the delivery or the
-- offer ends.
--
-- $1 text driver, $2 text name, $3 text phone, $4 jsonb vehicle, $5 text[] channels, $6 boolean active,
-- $7 text[] tags, $8 integer load capacity in grams, $9 jsonb working hours.
-- Returns no row for an unknown or erased driver.
WITH stored AS (
  UPDATE driver_dispatch.drivers d
  SET name = coalesce($2::text, name),
      phone = coalesce($3::text, phone),
      vehicle = coalesce($4::jsonb, vehicle),
      channels = coalesce($5::text[], channels),
      channels_since = CASE WHEN $5::text[] IS NULL THEN channels_since ELSE now() END,
      active = coalesce($6::boolean, active),
      tags = coalesce($7::text[], tags),
      working_hours = coalesce($9::jsonb, working_hours),
      load_capacity_grams = nullif(coalesce($8::integer, load_capacity_grams), 0),
      status = CASE WHEN status = 'AVAILABLE' AND $6::boolean IS FALSE THEN 'OFFLINE' ELSE status END,
      status_since = CASE WHEN status = 'AVAILABLE' AND $6::boolean IS FALSE THEN now() ELSE status_since END,
      status_version = status_version + 1,
      updated_at = now()
  WHERE id = $1::text AND erased_at IS NULL
  RETURNING id, status, status_version, status_since, channels, lat, lon, location_at, active,
    vehicle ->> 'kind' AS vehicle_kind, tags, load_capacity_grams
), history AS (
  INSERT INTO driver_dispatch.driver_status_history (driver_id, status_version, status, reason)
  SELECT id, status_version, status, CASE WHEN active THEN 'edited' ELSE 'deactivated' END FROM stored
)
SELECT id, status, status_version AS "statusVersion", status_since AS "statusSince", channels, lat, lon,
  location_at AS "locationAt", vehicle_kind AS "vehicleKind", tags, load_capacity_grams AS "loadCapacityGrams"
FROM stored;
