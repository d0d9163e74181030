-- Secrets of tracking apps. Each lets its holder report the locations of one driver. A row is created only for an existing
-- driver, and drivers are never deleted.
CREATE TABLE driver_dispatch.tracker_secrets (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  -- SHA-256 of the secret, in hexadecimal.
  secret_hash text COLLATE "C" NOT NULL UNIQUE,
  driver_id text COLLATE "C" NOT NULL,
  label text,
  -- Session of the driver who created the secret; NULL for an operator. The secret ends when the session is revoked.
  session_id uuid,
  created_at timestamptz NOT NULL DEFAULT now(),
  -- Updated at most once per minute.
  last_used_at timestamptz,
  -- The last location that was dropped because the driver can't have moved there since the stored one. A later location
  -- that can be reached from it confirms it.
  dropped_lat double precision,
  dropped_lon double precision,
  dropped_at timestamptz
);
CREATE INDEX tracker_secrets_driver ON driver_dispatch.tracker_secrets (driver_id);

-- The secrets that are not revoked.
CREATE VIEW driver_dispatch.current_tracker_secrets AS
SELECT * FROM driver_dispatch.tracker_secrets s
WHERE session_id IS NULL
  OR (SELECT revoked_at IS NULL FROM driver_dispatch.driver_sessions WHERE id = s.session_id);
