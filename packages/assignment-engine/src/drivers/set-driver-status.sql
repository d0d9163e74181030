-- Sets the status of drivers on behalf of the driver app or an operator, many in one statement. Repeating a status only
-- updates the time of the last heartbeat, so that the idle time of an AVAILABLE driver continues.
--
-- The version increases with each location too: the availability index takes a location for a known status from pings only.
--
-- Keeps: the status of a BUSY driver only changes at the end of the delivery. The driver app can't set a driver AVAILABLE
-- whom an operator holds OFFLINE, unless the app starts a new shift after the hold began. No request of the app, whatever
-- its clock, blocks an operator, and no change by an operator makes the app's next request late. OFFLINE signed by the
-- app is always accepted; AVAILABLE only if the app has signed no later status. Never waits for locks: a driver whose row
-- is locked is returned as locked, so that two statements can't deadlock.
--
-- The app's clock may be wrong. A signature in the future shows that the clock is ahead, at most by the tolerance of
-- signatures: a new shift must then be signed at least that long after the hold began. A signature in the past after one
-- in the future shows that the clock was corrected, and is accepted.
--
-- A driver session has the engine's clock: its OFFLINE has no effect after a status of a later time, as the driver has
-- started a shift since then. Times of one device may differ from their order by a few seconds.
--
-- $1 text[] drivers, unique, $2 text[] AVAILABLE or OFFLINE, $3 float8[] lat, $4 float8[] lon (both NULL if unknown),
-- $5 text[] reasons, $6 timestamptz[] when the app signed the request, in whole seconds; NULL for an operator,
-- $7 boolean[] whether the hold begins (true) or ends (false); NULL keeps it; $8 float8 tolerance of signatures in
-- seconds, $9 boolean[] whether a driver session sent the request.
-- Returns a row for each driver, with the current values. Status is NULL if nothing was stored: the row is locked, or the
-- driver is unknown, deactivated, held, BUSY without a change of the hold, or the request is late.
WITH change AS (
  SELECT * FROM unnest($1::text[], $2::text[], $3::float8[], $4::float8[], $5::text[], $6::timestamptz[], $7::boolean[],
    $9::boolean[]) AS change (driver_id, status, lat, lon, reason, signed_at, hold, by_session)
), unlocked AS MATERIALIZED (
  SELECT id, status, hold_since, status_signed_at FROM driver_dispatch.drivers
  WHERE id = ANY ($1::text[]) AND active
  FOR UPDATE SKIP LOCKED
), current AS (
  SELECT c.*, d.status <> 'BUSY' AND d.status <> c.status AS changes
  FROM unlocked d JOIN change c ON c.driver_id = d.id
  WHERE CASE WHEN c.signed_at IS NULL
    THEN d.status <> 'BUSY' OR c.hold OR d.hold_since IS NOT NULL
    ELSE d.status <> 'BUSY' AND (c.status = 'OFFLINE' AND (c.by_session AND d.status_signed_at <= now()
        AND c.signed_at < d.status_signed_at - interval '10 seconds') IS NOT TRUE OR (
      (d.status_signed_at IS NULL OR d.status_signed_at <= c.signed_at
        OR (d.status_signed_at > now() AND c.signed_at <= now()))
      AND (d.hold_since IS NULL OR (c.hold IS FALSE AND d.hold_since < c.signed_at
        - CASE WHEN c.signed_at > now() THEN make_interval(secs => $8::float8) ELSE interval '0' END))))
    END
), stored AS (
  UPDATE driver_dispatch.drivers d
  SET status = CASE WHEN changes THEN c.status ELSE d.status END,
      status_version = d.status_version + (changes OR c.lat IS NOT NULL)::int,
      status_since = CASE WHEN changes THEN now() ELSE d.status_since END,
      hold_since = CASE WHEN c.hold THEN coalesce(d.hold_since, now()) WHEN c.hold IS FALSE THEN NULL
        ELSE d.hold_since END,
      seen_at = CASE WHEN c.signed_at IS NOT NULL OR c.status = 'AVAILABLE' THEN now() ELSE d.seen_at END,
      lat = coalesce(c.lat, d.lat),
      lon = coalesce(c.lon, d.lon),
      status_signed_at = CASE WHEN d.status_signed_at > now() AND c.signed_at <= now() THEN c.signed_at
        ELSE greatest(d.status_signed_at, c.signed_at) END,
      updated_at = now()
  FROM current c WHERE d.id = c.driver_id AND d.id = ANY ($1::text[])
  RETURNING d.id, d.status, d.status_version, d.status_since, d.channels, d.lat, d.lon, d.location_at,
    d.vehicle ->> 'kind' AS vehicle_kind, d.tags, d.load_capacity_grams, changes, c.reason
), history AS (
  INSERT INTO driver_dispatch.driver_status_history (driver_id, status_version, status, reason)
  SELECT id, status_version, status, reason FROM stored WHERE changes
)
SELECT c.driver_id AS id, s.status, s.status_version AS "statusVersion", s.status_since AS "statusSince", s.channels,
  s.lat, s.lon, s.location_at AS "locationAt", s.vehicle_kind AS "vehicleKind", s.tags,
  s.load_capacity_grams AS "loadCapacityGrams",
  c.driver_id NOT IN (SELECT id FROM unlocked)
    AND (SELECT d.active FROM driver_dispatch.drivers d WHERE d.id = c.driver_id) IS TRUE AS locked
FROM change c LEFT JOIN stored s ON s.id = c.driver_id;
