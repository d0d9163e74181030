-- Short messages between the dispatchers and the driver of a delivery. A message belongs to one driver: after a
-- reassignment the new driver does not see it.
CREATE TABLE driver_dispatch.delivery_messages (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  delivery_id uuid NOT NULL,
  driver_id text COLLATE "C" NOT NULL,
  -- Dispatcher who wrote the message; NULL if the driver did.
  operator text,
  -- May contain personal data. NULL after it was erased.
  body text,
  sent_at timestamptz NOT NULL DEFAULT now(),
  -- When the other side has read it, and the dispatcher if a dispatcher did.
  read_at timestamptz,
  read_by text
);
CREATE INDEX delivery_messages_delivery ON driver_dispatch.delivery_messages (delivery_id, sent_at);
