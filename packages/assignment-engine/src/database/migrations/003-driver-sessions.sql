-- Signed-in devices of drivers. A row is created only for an existing driver, and drivers are never deleted.
CREATE TABLE driver_dispatch.driver_sessions (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  -- SHA-256 of the token, in hexadecimal.
  token_hash text COLLATE "C" NOT NULL UNIQUE,
  driver_id text COLLATE "C" NOT NULL,
  device_name text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  -- Updated at most once per minute.
  last_used_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz
);
CREATE INDEX driver_sessions_driver ON driver_dispatch.driver_sessions (driver_id);

-- Unused invitations of drivers. A sign-in deletes its invitation.
CREATE TABLE driver_dispatch.driver_invitations (
  -- SHA-256 of the invitation, in hexadecimal.
  invitation_hash text COLLATE "C" PRIMARY KEY,
  driver_id text COLLATE "C" NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX driver_invitations_driver ON driver_dispatch.driver_invitations (driver_id);

-- A driver's own deliveries by time.
CREATE INDEX assignments_driver ON driver_dispatch.assignments (driver_id, assigned_at);

-- Requests of driver sessions are kept longer than signed messages.
ALTER TABLE driver_dispatch.received_messages RENAME COLUMN signed_at TO expires_at;
ALTER INDEX driver_dispatch.received_messages_signed RENAME TO received_messages_expires;
UPDATE driver_dispatch.received_messages SET expires_at = expires_at + interval '10 minutes';

-- The reply to a driver: status and current delivery; the delivery columns are NULL without a delivery. LIMIT 1 forces a
-- lookup per driver, so that no plan reads all active assignments.
CREATE VIEW driver_dispatch.driver_replies AS
SELECT d.id AS driver_id, d.name, d.phone, d.vehicle, d.active, d.status,
  CASE WHEN d.hold_since IS NOT NULL THEN 'operator_hold'
    WHEN d.status = 'OFFLINE' AND (
      SELECT reason FROM driver_dispatch.driver_status_history
      WHERE driver_id = d.id AND reason <> 'edited' ORDER BY status_version DESC LIMIT 1
    ) = 'heartbeat expired' THEN 'heartbeat_expired' END AS status_reason,
  w.id AS delivery_id, w.order_code, w.state, w.pickup, w.dropoff
FROM driver_dispatch.drivers d
LEFT JOIN LATERAL (
  SELECT delivery_id FROM driver_dispatch.assignments
  WHERE driver_id = d.id AND released_at IS NULL
  LIMIT 1
) a ON true
LEFT JOIN LATERAL (
  SELECT * FROM driver_dispatch.deliveries WHERE id = a.delivery_id LIMIT 1
) w ON true;
