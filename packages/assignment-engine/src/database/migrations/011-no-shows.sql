-- Whether a driver at a location is near the pickup, within 250 metres, or at least 100 metres nearer than at the assignment.
-- False for an unknown location.
CREATE FUNCTION driver_dispatch.approaches(lat double precision, lon double precision, pickup cube,
    assigned_metres double precision) RETURNS boolean
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN coalesce(cube_distance(driver_dispatch.unit_sphere(lat, lon), pickup)
    <= driver_dispatch.chord(greatest(assigned_metres - 100, 250)), false);
