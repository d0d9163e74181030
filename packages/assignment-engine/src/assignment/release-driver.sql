-- Releases the driver of a delivery that has ended or is reassigned. The driver becomes AVAILABLE if active, seen within
-- the heartbeat's time to live, still on shift and not held by an operator, else OFFLINE.
--
-- Keeps: a driver is released once, as only one caller finds the active assignment. After an end that the app signed
-- ($8), AVAILABLE that was signed earlier has no effect.
--
-- $1 uuid delivery, $2 float8 heartbeat's time to live in seconds, $3 float8 lat, $4 float8 lon of the driver (both NULL
-- if unknown), $5 boolean whether the driver's shift ends, $6 boolean whether the driver reports the end, which counts as
-- a heartbeat, $7 text reason unless the heartbeat has expired, $8 timestamptz when the app signed the end; NULL for any
-- other caller.
-- Returns the driver after the release; no row if the delivery has no active assignment.
WITH released AS (
  UPDATE driver_dispatch.assignments SET released_at = now()
  WHERE delivery_id = $1::uuid AND released_at IS NULL
  RETURNING driver_id
), freed AS (
  UPDATE driver_dispatch.drivers d
  SET status = CASE
        WHEN d.active AND d.hold_since IS NULL AND NOT $5::boolean
          AND ($6::boolean OR d.seen_at > now() - make_interval(secs => $2::float8)) THEN 'AVAILABLE'
        ELSE 'OFFLINE' END,
      status_version = d.status_version + 1, status_since = now(), updated_at = now(),
      lat = coalesce($3::float8, d.lat), lon = coalesce($4::float8, d.lon),
      seen_at = CASE WHEN $6::boolean THEN now() ELSE d.seen_at END,
      status_signed_at = greatest(d.status_signed_at, $8::timestamptz)
  FROM released WHERE d.id = released.driver_id AND d.status = 'BUSY'
  RETURNING d.id, d.status, d.status_version, d.status_since, d.channels, d.lat, d.lon, d.location_at,
    d.vehicle ->> 'kind' AS vehicle_kind, d.tags, d.load_capacity_grams,
    d.status = 'OFFLINE' AND d.active AND d.hold_since IS NULL AND NOT $5::boolean AS expired
), history AS (
  INSERT INTO driver_dispatch.driver_status_history (driver_id, status_version, status, reason)
  SELECT id, status_version, status, CASE WHEN expired THEN 'heartbeat expired' ELSE $7::text END FROM freed
)
SELECT id, status, status_version AS "statusVersion", status_since AS "statusSince", channels, lat, lon,
  location_at AS "locationAt", vehicle_kind AS "vehicleKind", tags, load_capacity_grams AS "loadCapacityGrams"
FROM freed;
