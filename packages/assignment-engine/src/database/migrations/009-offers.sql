-- A row of `assignments` is an assignment, or an offer: a time-limited proposal to a driver, who is BUSY meanwhile. An
-- accepted offer becomes an assignment. The unique indexes of active rows therefore also limit open offers: at most one per
-- delivery, and none for a driver with a delivery.
ALTER TABLE driver_dispatch.assignments
  -- NULL for an offer that is open or was not accepted.
  ALTER COLUMN assigned_at DROP NOT NULL,
  -- Both NULL for a driver who was assigned without an offer.
  ADD COLUMN offered_at timestamptz,
  ADD COLUMN offer_ends_at timestamptz,
  -- How an offer ended that was not accepted.
  ADD COLUMN offer_end text CHECK (offer_end IN ('declined', 'expired', 'withdrawn')),
  ADD COLUMN decline_reason text,
  ADD COLUMN decline_note text,
  ADD CHECK (assigned_at IS NOT NULL OR offer_ends_at IS NOT NULL),
  ADD CHECK ((offer_ends_at IS NULL) = (offered_at IS NULL)),
  -- An offer is not accepted after its end.
  ADD CHECK (assigned_at < offer_ends_at),
  -- An accepted offer has not ended in another way, and an open one has not ended.
  ADD CHECK ((offer_end IS NOT NULL) = (assigned_at IS NULL AND released_at IS NOT NULL));

CREATE INDEX assignments_open_offers ON driver_dispatch.assignments (offer_ends_at)
  WHERE assigned_at IS NULL AND released_at IS NULL;
CREATE INDEX assignments_offers ON driver_dispatch.assignments (delivery_id, driver_id) WHERE offer_ends_at IS NOT NULL;
CREATE INDEX assignments_offered ON driver_dispatch.assignments (offered_at) WHERE offer_ends_at IS NOT NULL;

ALTER TABLE driver_dispatch.deliveries
  -- Number of offers so far.
  ADD COLUMN offers integer NOT NULL DEFAULT 0,
  -- End of the open offer. Other claims skip the delivery until the offer has ended.
  ADD COLUMN offered_until timestamptz,
  ADD CHECK (offered_until IS NULL OR state = 'PENDING');

-- As before, with the open offer: `pickup` and `dropoff` are those of the delivery or the offer.
CREATE OR REPLACE VIEW driver_dispatch.driver_replies AS
SELECT d.id AS driver_id, d.name, d.phone, d.vehicle, d.active, d.status,
  CASE WHEN d.hold_since IS NOT NULL THEN 'operator_hold'
    WHEN d.status = 'OFFLINE' AND (
      SELECT reason FROM driver_dispatch.driver_status_history
      WHERE driver_id = d.id AND reason <> 'edited' ORDER BY status_version DESC LIMIT 1
    ) = 'heartbeat expired' THEN 'heartbeat_expired' END AS status_reason,
  CASE WHEN a.assigned_at IS NOT NULL THEN w.id END AS delivery_id, w.order_code, w.state, w.pickup, w.dropoff,
  CASE WHEN a.assigned_at IS NULL THEN a.id END AS offer_id, a.distance_metres AS offer_distance_metres, a.offered_at,
  a.offer_ends_at
FROM driver_dispatch.drivers d
LEFT JOIN LATERAL (
  SELECT * FROM driver_dispatch.assignments
  WHERE driver_id = d.id AND released_at IS NULL AND (assigned_at IS NOT NULL OR offer_ends_at > now())
  LIMIT 1
) a ON true
LEFT JOIN LATERAL (
  SELECT * FROM driver_dispatch.deliveries WHERE id = a.delivery_id LIMIT 1
) w ON true;
