-- Erases the personal data of a driver who has no open delivery: all columns about the driver, devices, tracker secrets,
-- changes of status, messages, notes of declined offers, and the name in the events of the driver's deliveries. The id
-- remains and replaces the name, so that an unsent event stays valid and is still sent. An erased driver is deactivated for
-- ever.
--
-- Keeps: the driver's row is locked first, so that no delivery is assigned meanwhile. Events are locked in the order of
-- deliveries and sequences.
--
-- $1 text driver. Returns no row if the driver is unknown or has an open delivery.
WITH erased AS MATERIALIZED (
  UPDATE driver_dispatch.drivers
  SET name = id, phone = NULL, vehicle = NULL, channels = NULL, tags = '{}',
      load_capacity_grams = NULL, working_hours = '[]', lat = NULL, lon = NULL, location_at = NULL, active = false,
      status = 'OFFLINE', status_version = status_version + 1, status_since = now(), hold_since = NULL,
      erased_at = coalesce(erased_at, now()), updated_at = now()
  WHERE id = $1::text AND status <> 'BUSY'
    AND NOT EXISTS (SELECT FROM driver_dispatch.assignments WHERE driver_id = $1::text AND released_at IS NULL)
  RETURNING id, status, status_version, status_since
), event AS MATERIALIZED (
  SELECT delivery_id, sequence FROM driver_dispatch.delivery_events
  WHERE delivery_id IN (
      SELECT a.delivery_id FROM driver_dispatch.assignments a JOIN erased ON erased.id = a.driver_id
    )
    AND $1::text IN (data -> 'driver' ->> 'id', data -> 'previousDriver' ->> 'id')
  ORDER BY delivery_id, sequence
  FOR NO KEY UPDATE
), renamed AS (
  UPDATE driver_dispatch.delivery_events e
  SET data = data
    || CASE WHEN data -> 'driver' ->> 'id' = $1::text
      THEN jsonb_build_object('driver', jsonb_build_object('id', $1::text, 'name', $1::text)) ELSE '{}' END
    || CASE WHEN data -> 'previousDriver' ->> 'id' = $1::text
      THEN jsonb_build_object('previousDriver', jsonb_build_object('id', $1::text, 'name', $1::text)) ELSE '{}' END
  FROM event WHERE e.delivery_id = event.delivery_id AND e.sequence = event.sequence
), message AS (
  UPDATE driver_dispatch.delivery_messages SET body = NULL
  WHERE driver_id = (SELECT id FROM erased) AND body IS NOT NULL
    AND delivery_id IN (SELECT delivery_id FROM driver_dispatch.assignments WHERE driver_id = $1::text)
), declined AS (
  UPDATE driver_dispatch.assignments SET decline_note = NULL
  WHERE driver_id = (SELECT id FROM erased) AND decline_note IS NOT NULL
), sessions AS (
  DELETE FROM driver_dispatch.driver_sessions WHERE driver_id = (SELECT id FROM erased)
), invitations AS (
  DELETE FROM driver_dispatch.driver_invitations WHERE driver_id = (SELECT id FROM erased)
), trackers AS (
  DELETE FROM driver_dispatch.tracker_secrets WHERE driver_id = (SELECT id FROM erased)
), history AS (
  DELETE FROM driver_dispatch.driver_status_history WHERE driver_id = (SELECT id FROM erased)
), deactivated AS (
  INSERT INTO driver_dispatch.driver_status_history (driver_id, status_version, status, reason)
  SELECT id, status_version, status, 'deactivated' FROM erased
)
SELECT id, status, status_version AS "statusVersion", status_since AS "statusSince", NULL AS channels, NULL AS lat,
  NULL AS lon, NULL AS "locationAt", NULL AS "vehicleKind", '{}'::text[] AS tags, NULL AS "loadCapacityGrams"
FROM erased;
