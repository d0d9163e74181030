-- Ends open offers and releases their drivers. A driver becomes AVAILABLE if active, seen within the heartbeat's time to
-- live, still on shift and not held by an operator, else OFFLINE. The delivery is due at once.
--
-- Keeps: an offer ends once. Never waits for locks, so that it can't cause a deadlock: an offer whose delivery or driver is
-- locked is skipped, unless the caller's transaction has locked them.
--
-- $1 bigint[] offers, $2 text how they end: declined, expired or withdrawn, $3 text reason and $4 text note of a decline,
-- $5 float8 heartbeat's time to live in seconds, $6 boolean whether the driver acts, which counts as a heartbeat,
-- $7 boolean whether the driver's shift ends, $8 timestamptz when the app signed the end of the shift, else NULL,
-- $9 text reason of the status change unless the heartbeat has expired.
-- Returns the delivery and the released driver of each ended offer.
WITH open AS (
  SELECT a.id, a.delivery_id, a.driver_id FROM driver_dispatch.assignments a
  JOIN driver_dispatch.deliveries w ON w.id = a.delivery_id
  JOIN driver_dispatch.drivers d ON d.id = a.driver_id
  WHERE a.id = ANY ($1::bigint[]) AND a.assigned_at IS NULL AND a.released_at IS NULL AND w.offered_until IS NOT NULL
  FOR UPDATE OF w, d SKIP LOCKED
), ended AS (
  UPDATE driver_dispatch.assignments a
  SET released_at = now(), offer_end = $2::text, decline_reason = $3::text, decline_note = $4::text
  FROM open WHERE a.id = open.id AND a.assigned_at IS NULL AND a.released_at IS NULL
  RETURNING a.delivery_id, a.driver_id
), freed AS (
  UPDATE driver_dispatch.drivers d
  SET status = CASE
        WHEN d.active AND d.hold_since IS NULL AND NOT $7::boolean
          AND ($6::boolean OR d.seen_at > now() - make_interval(secs => $5::float8)) THEN 'AVAILABLE'
        ELSE 'OFFLINE' END,
      status_version = d.status_version + 1, status_since = now(), updated_at = now(),
      seen_at = CASE WHEN $6::boolean THEN now() ELSE d.seen_at END,
      status_signed_at = greatest(d.status_signed_at, $8::timestamptz)
  FROM ended WHERE d.id = ended.driver_id
  RETURNING d.id, d.status, d.status_version, d.status_since, d.channels, d.lat, d.lon, d.location_at,
    d.vehicle ->> 'kind' AS vehicle_kind, d.tags, d.load_capacity_grams,
    d.status = 'OFFLINE' AND d.active AND d.hold_since IS NULL AND NOT $7::boolean AS expired
), history AS (
  INSERT INTO driver_dispatch.driver_status_history (driver_id, status_version, status, reason)
  SELECT id, status_version, status, CASE WHEN expired THEN 'heartbeat expired' ELSE $9::text END FROM freed
), due AS (
  UPDATE driver_dispatch.deliveries w SET offered_until = NULL, next_attempt_at = now()
  FROM ended WHERE w.id = ended.delivery_id
)
SELECT ended.delivery_id AS "deliveryId", freed.id, freed.status, freed.status_version AS "statusVersion",
  freed.status_since AS "statusSince", freed.channels, freed.lat, freed.lon, freed.location_at AS "locationAt",
  freed.vehicle_kind AS "vehicleKind", freed.tags, freed.load_capacity_grams AS "loadCapacityGrams"
FROM ended JOIN freed ON freed.id = ended.driver_id;
