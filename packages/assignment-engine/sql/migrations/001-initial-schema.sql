-- Positions are points of the unit sphere in three dimensions: the straight line between two of them grows with
-- the great-circle distance everywhere on Earth, poles and antimeridian included, so an index over them finds
-- the nearest exactly, which degrees of latitude and longitude do not. Adding and taking away 1 makes numbers
-- next to nothing zero, on which PostgreSQL's arithmetic would fail as underflow; it moves nobody by a micrometre.
--
-- Both functions call nothing but strict functions, so that PostgreSQL puts their contents in place of each call: called
-- as functions they take two and three times as long.
CREATE FUNCTION driver_dispatch.unit_sphere(lat double precision, lon double precision) RETURNS cube
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN cube(cube(
    cube(cos(radians((lat + 1) - 1)) * cos(radians((lon + 1) - 1))),
    cos(radians((lat + 1) - 1)) * sin(radians((lon + 1) - 1))),
    sin(radians((lat + 1) - 1)));

-- Length of the straight line through the unit sphere that spans a great-circle distance in metres, that of half the
-- way round at the most: the lesser of the distance and that one is half their sum without half their difference.
CREATE FUNCTION driver_dispatch.chord(metres double precision) RETURNS double precision
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN 2 * sin((metres / 6371008.8 + pi() - abs(metres / 6371008.8 - pi())) / 4);

CREATE TABLE driver_dispatch.drivers (
  id text COLLATE "C" PRIMARY KEY,
  name text NOT NULL,
  phone text,
  vehicle jsonb,
  -- An empty array serves every channel, NULL none: a comparison with NULL makes no driver eligible.
  channels text[],
  -- When the channels were last set.
  channels_since timestamptz NOT NULL DEFAULT now(),
  active boolean NOT NULL DEFAULT true,
  status text NOT NULL DEFAULT 'OFFLINE' CHECK (status IN ('AVAILABLE', 'BUSY', 'OFFLINE')),
  status_version bigint NOT NULL DEFAULT 1,
  status_since timestamptz NOT NULL DEFAULT now(),
  lat double precision CHECK (lat BETWEEN -90 AND 90),
  lon double precision CHECK (lon BETWEEN -180 AND 180),
  location_at timestamptz,
  seen_at timestamptz,
  -- When the app signed its last status: an older one changes nothing.
  status_signed_at timestamptz,
  -- Since when an operator holds the driver OFFLINE, or has a BUSY one go OFFLINE at the delivery's end.
  hold_since timestamptz,
  -- South-west corner of the grid cell that the driver is in, some 140 metres by 220 at the equator, as (lon, lat).
  -- It is what is indexed: a driver who moves within a cell changes no index, and the update stays on its page (HOT).
  cell point GENERATED ALWAYS AS (point(floor(lon * 500) / 500, floor(lat * 800) / 800)) STORED,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CHECK ((lat IS NULL) = (lon IS NULL)),
  CHECK (active OR status <> 'AVAILABLE'),
  CHECK (hold_since IS NULL OR status <> 'AVAILABLE')
) WITH (
  -- Locations come for whole pages of drivers at a time: each page has room for all of its rows once more.
  fillfactor = 45
);

CREATE INDEX drivers_available_cell ON driver_dispatch.drivers USING gist (cell)
  WHERE status = 'AVAILABLE';

-- Messages of the driver app whose signatures may still be accepted: they are not applied again. Unlogged, as nothing is
-- lost with them but that: after a crash of PostgreSQL a message of the last minutes could be applied once more.
CREATE UNLOGGED TABLE driver_dispatch.received_messages (
  id uuid PRIMARY KEY,
  signed_at timestamptz NOT NULL,
  -- Error code of a message that was refused.
  refusal text
);
CREATE INDEX received_messages_signed ON driver_dispatch.received_messages (signed_at);

-- Each row is written in the statement that changes its driver.
CREATE TABLE driver_dispatch.driver_status_history (
  driver_id text COLLATE "C" NOT NULL,
  status_version bigint NOT NULL,
  status text NOT NULL,
  reason text NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (driver_id, status_version)
);

CREATE TABLE driver_dispatch.deliveries (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  -- Random, made by the shop: identifies the delivery on both sides.
  submission_key text COLLATE "C" NOT NULL UNIQUE,
  -- Not unique: a redelivery has the same, and a shop that was restored may use an id again.
  seller_order_id text NOT NULL,
  order_code text NOT NULL,
  channel_id text NOT NULL,
  seller_id text,
  -- SHA-256 of what was accepted. NULL when a cancellation came first: there is nothing to compare with.
  fingerprint text,
  state text NOT NULL CHECK (state IN ('PENDING', 'ASSIGNED', 'PICKED_UP', 'DELIVERED', 'FAILED', 'CANCELLED')),
  sequence integer NOT NULL DEFAULT 0,
  pickup jsonb,
  dropoff jsonb,
  pickup_position cube GENERATED ALWAYS AS (driver_dispatch.unit_sphere(
    (pickup -> 'point' ->> 'lat')::double precision,
    (pickup -> 'point' ->> 'lon')::double precision
  )) STORED,
  search_radius_metres double precision,
  -- The driver of the delivery's assignment, which refers to the driver.
  driver_id text COLLATE "C",
  distance_metres double precision,
  next_attempt_at timestamptz,
  unassigned_at timestamptz,
  -- Since when Vendure has been found not to know this delivery.
  unmatched_since timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  -- From when a driver is looked for: the acceptance, or later for an order that is ready much later.
  waiting_since timestamptz NOT NULL DEFAULT now(),
  -- Time of the last message that changed the delivery while it waited.
  message_at timestamptz,
  assigned_at timestamptz,
  picked_up_at timestamptz,
  finished_at timestamptz,
  -- A waiting delivery always has a due next attempt: none can be forgotten.
  CHECK (state <> 'PENDING' OR (next_attempt_at IS NOT NULL AND pickup IS NOT NULL AND dropoff IS NOT NULL)),
  -- A dispatcher may end a waiting delivery as delivered: without a driver.
  CHECK (state NOT IN ('ASSIGNED', 'PICKED_UP') OR driver_id IS NOT NULL)
);

CREATE INDEX deliveries_due ON driver_dispatch.deliveries (next_attempt_at) WHERE state = 'PENDING';
CREATE INDEX deliveries_waiting_position ON driver_dispatch.deliveries USING gist (pickup_position)
  WHERE state = 'PENDING';
CREATE INDEX deliveries_waiting_age ON driver_dispatch.deliveries (waiting_since, created_at, id)
  WHERE state = 'PENDING';
CREATE INDEX deliveries_waiting_radius ON driver_dispatch.deliveries (search_radius_metres)
  WHERE state = 'PENDING';
CREATE INDEX deliveries_created ON driver_dispatch.deliveries (created_at, id);
-- As changed-lately.sql asks for them, word for word.
CREATE INDEX deliveries_changed ON driver_dispatch.deliveries
  (greatest(created_at, unassigned_at, assigned_at, picked_up_at, finished_at), id);

CREATE INDEX deliveries_unmatched ON driver_dispatch.deliveries (unmatched_since) WHERE unmatched_since IS NOT NULL;

-- What operators see of them: an ended one for a week, an open one until it has ended or Vendure knows it again.
CREATE VIEW driver_dispatch.unmatched_deliveries AS
SELECT * FROM driver_dispatch.deliveries
WHERE unmatched_since IS NOT NULL
  AND (state IN ('PENDING', 'ASSIGNED', 'PICKED_UP') OR unmatched_since > now() - interval '7 days');

CREATE TABLE driver_dispatch.assignments (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  delivery_id uuid NOT NULL REFERENCES driver_dispatch.deliveries (id),
  driver_id text COLLATE "C" NOT NULL REFERENCES driver_dispatch.drivers (id),
  distance_metres double precision NOT NULL,
  -- What the choice was made from: where the candidates came from, who they were, who was refused.
  decision jsonb NOT NULL,
  assigned_at timestamptz NOT NULL DEFAULT now(),
  released_at timestamptz
);

-- One active assignment a driver, one active assignment a delivery: the database's own promise.
CREATE UNIQUE INDEX assignments_active_driver ON driver_dispatch.assignments (driver_id)
  WHERE released_at IS NULL;
CREATE UNIQUE INDEX assignments_active_delivery ON driver_dispatch.assignments (delivery_id)
  WHERE released_at IS NULL;

-- The timeline of each delivery and, from sequence 1 on, the outbox: what is sent to Vendure, in that order. Each row is
-- written in the statement that changes its delivery, without a foreign key: to look the delivery up again would take a
-- fifth of the time that an order takes.
CREATE TABLE driver_dispatch.delivery_events (
  delivery_id uuid NOT NULL,
  sequence integer NOT NULL,
  id uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
  type text NOT NULL,
  state text NOT NULL,
  actor text NOT NULL,
  data jsonb NOT NULL DEFAULT '{}',
  at timestamptz NOT NULL DEFAULT now(),
  acknowledged_at timestamptz,
  attempts integer NOT NULL DEFAULT 0,
  next_attempt_at timestamptz NOT NULL DEFAULT now(),
  -- Until then one process may send the event.
  lease_until timestamptz,
  last_error text,
  dead_at timestamptz,
  PRIMARY KEY (delivery_id, sequence)
);

-- By the time they are due, each in its own place, so that what is examined in parts is examined whole.
CREATE INDEX delivery_events_due ON driver_dispatch.delivery_events (next_attempt_at, delivery_id, sequence)
  WHERE acknowledged_at IS NULL AND dead_at IS NULL;
CREATE INDEX delivery_events_dead ON driver_dispatch.delivery_events (dead_at) WHERE dead_at IS NOT NULL;

-- How Vendure's webhook does, for all engines; one row.
CREATE TABLE driver_dispatch.webhook_endpoint (
  id smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'failing', 'stopped')),
  since timestamptz NOT NULL DEFAULT now(),
  -- Attempts without a success between them, and when the first of them failed.
  consecutive_failures integer NOT NULL DEFAULT 0,
  failing_since timestamptz,
  last_error text
);
INSERT INTO driver_dispatch.webhook_endpoint DEFAULT VALUES;

-- What operators are alerted to; open until it is resolved. One open alert of each type, or of each type and delivery.
CREATE TABLE driver_dispatch.alerts (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  type text NOT NULL,
  raised_at timestamptz NOT NULL DEFAULT now(),
  resolved_at timestamptz,
  -- The delivery that makes no progress; NULL for what concerns the whole engine.
  delivery_id uuid,
  details jsonb NOT NULL DEFAULT '{}'
);

CREATE UNIQUE INDEX alerts_open ON driver_dispatch.alerts (type)
  WHERE resolved_at IS NULL AND delivery_id IS NULL;
CREATE UNIQUE INDEX alerts_open_of_delivery ON driver_dispatch.alerts (delivery_id, type)
  WHERE resolved_at IS NULL AND delivery_id IS NOT NULL;
CREATE INDEX alerts_raised ON driver_dispatch.alerts (raised_at);

-- Announces an event to the outbox dispatchers of all engines at the commit. An event that is written under a lease is
-- sent by the process that writes it. An empty announcement says that many events are due.
CREATE FUNCTION driver_dispatch.announce_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('driver_dispatch_outbox', NEW.delivery_id::text);
  RETURN NULL;
END;
$$;
CREATE TRIGGER announce_event AFTER INSERT ON driver_dispatch.delivery_events FOR EACH ROW
  WHEN (NEW.acknowledged_at IS NULL AND NEW.lease_until IS NULL) EXECUTE FUNCTION driver_dispatch.announce_event();
