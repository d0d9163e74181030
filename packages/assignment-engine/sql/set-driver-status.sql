-- Sets a driver's status, asked by the driver app or by an operator. Repeating it changes nothing but the time of the last
-- sign of life, so that the idle time of a driver who is AVAILABLE already keeps counting.
--
-- The version grows with each location too: the availability index takes a location for a status it knows from
-- pings only.
--
-- Keeps: a BUSY driver's status is changed by the delivery's end only. A driver whom an operator holds OFFLINE does not
-- become AVAILABLE by the driver app, unless the app starts a new shift after the hold began. No request of the app,
-- whatever its clock says, blocks an operator; the app's own requests are applied in the order of their signatures.
--
-- $1 text driver, $2 text AVAILABLE or OFFLINE, $3 float8 lat, $4 float8 lon (both NULL when unknown), $5 text
-- reason, $6 timestamptz when the app signed it, in whole seconds; NULL for an operator, $7 boolean whether the hold
-- begins (true) or ends (false); NULL keeps it. Returns the driver as it is now; no row when there is no such driver, it is
-- deactivated, held, BUSY without a hold that changes, or the app has signed another status since.
WITH current AS (
  SELECT id, status <> 'BUSY' AND status <> $2::text AS changes FROM driver_dispatch.drivers
  WHERE id = $1::text AND active AND (
    CASE WHEN $6::timestamptz IS NULL
      THEN status <> 'BUSY' OR $7::boolean OR hold_since IS NOT NULL
      ELSE status <> 'BUSY' AND (status_signed_at IS NULL OR status_signed_at <= $6::timestamptz)
        AND ($2::text = 'OFFLINE' OR hold_since IS NULL
          OR ($7::boolean IS FALSE AND date_trunc('second', hold_since) <= $6::timestamptz))
    END)
  FOR UPDATE
), stored AS (
  UPDATE driver_dispatch.drivers d
  SET status = CASE WHEN changes THEN $2::text ELSE d.status END,
      status_version = d.status_version + (changes OR $3::float8 IS NOT NULL)::int,
      status_since = CASE WHEN changes THEN now() ELSE d.status_since END,
      hold_since = CASE WHEN $7::boolean THEN coalesce(d.hold_since, now()) WHEN $7::boolean IS FALSE THEN NULL
        ELSE d.hold_since END,
      seen_at = CASE WHEN $6::timestamptz IS NOT NULL OR $2::text = 'AVAILABLE' THEN now() ELSE d.seen_at END,
      lat = coalesce($3::float8, d.lat),
      lon = coalesce($4::float8, d.lon),
      -- Never later than now: an app whose clock is ahead would block its own requests once the clock is right.
      status_signed_at = date_trunc('second', least(coalesce($6::timestamptz, now()), now())),
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
