-- Assigns another driver to a delivery and resolves its alerts. The caller's transaction has locked the delivery and
-- released the previous driver.
--
-- Keeps: at commit the new driver was AVAILABLE, active, located, seen within the heartbeat's time to live, serving the
-- channel and meeting the requirements; one active assignment per driver and per delivery; the event is written in the same
-- transaction. Does not wait for the driver's row: a locked row counts as taken, so that this transaction can't cause a
-- deadlock while it holds the delivery and the previous driver.
--
-- $1 uuid delivery, $2 text driver, $3 float8 distance in metres, $4 jsonb decision, $5 float8 heartbeat's time to live in
-- seconds, $6 text operator. Returns the new driver and the delivery's sequence; no row if the driver can't be claimed.
WITH free_driver AS (
  SELECT d.id FROM driver_dispatch.drivers d
  JOIN driver_dispatch.deliveries w ON w.id = $1::uuid
  WHERE d.id = $2::text AND d.status = 'AVAILABLE' AND d.active AND d.lat IS NOT NULL
    AND d.seen_at > now() - make_interval(secs => $5::float8)
    AND (d.channels = '{}' OR w.channel_id = ANY (d.channels))
    AND driver_dispatch.meets(w.requirements, d.vehicle, d.tags, d.load_capacity_grams)
  FOR UPDATE OF d SKIP LOCKED
), previous AS (
  SELECT d.id, d.name FROM driver_dispatch.deliveries w
  JOIN driver_dispatch.drivers d ON d.id = w.driver_id
  WHERE w.id = $1::uuid
), claimed_driver AS (
  UPDATE driver_dispatch.drivers d
  SET status = 'BUSY', status_version = status_version + 1, status_since = now(), updated_at = now()
  FROM free_driver WHERE d.id = free_driver.id
  RETURNING d.id, d.name, d.phone, d.vehicle, d.channels, d.status, d.status_version, d.status_since
), history AS (
  INSERT INTO driver_dispatch.driver_status_history (driver_id, status_version, status, reason)
  SELECT id, status_version, status, 'assigned' FROM claimed_driver
), assignment AS (
  INSERT INTO driver_dispatch.assignments (delivery_id, driver_id, distance_metres, decision)
  SELECT $1::uuid, id, $3::float8, $4::jsonb FROM claimed_driver
), moved AS (
  UPDATE driver_dispatch.deliveries w
  SET sequence = w.sequence + 1, driver_id = d.id, distance_metres = $3::float8, assigned_at = now()
  FROM claimed_driver d WHERE w.id = $1::uuid
  RETURNING w.id, w.sequence
), event AS (
  INSERT INTO driver_dispatch.delivery_events (delivery_id, sequence, type, state, actor, data)
  SELECT moved.id, moved.sequence, 'delivery.reassigned', 'ASSIGNED', 'operator:' || $6::text, jsonb_build_object(
    'driver', jsonb_strip_nulls(
      jsonb_build_object('id', d.id, 'name', d.name, 'phone', d.phone, 'vehicle', d.vehicle)),
    'distanceMetres', $3::float8,
    'previousDriver', jsonb_build_object('id', previous.id, 'name', previous.name),
    'operator', $6::text)
  FROM moved CROSS JOIN claimed_driver d CROSS JOIN previous
), resolved AS (
  UPDATE driver_dispatch.alerts open SET resolved_at = now()
  FROM moved WHERE open.delivery_id = moved.id AND open.resolved_at IS NULL
)
SELECT moved.sequence, d.id AS "driverId", d.status, d.status_version AS "statusVersion",
  d.status_since AS "statusSince", d.channels
FROM moved CROSS JOIN claimed_driver d;
