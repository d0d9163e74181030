-- Push subscriptions of the browsers of drivers.
CREATE TABLE driver_dispatch.push_subscriptions (
  session_id uuid PRIMARY KEY REFERENCES driver_dispatch.driver_sessions (id) ON DELETE CASCADE,
  driver_id text COLLATE "C" NOT NULL,
  -- Anyone who knows it and the key of the engine can notify the device.
  endpoint text NOT NULL UNIQUE,
  p256dh text NOT NULL,
  auth text NOT NULL,
  -- The driver's delivery and open offer of which the device was notified last.
  delivery_id uuid,
  offer_id bigint,
  -- Time of the last message of which the device was notified, or of the subscription.
  notified_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX push_subscriptions_driver ON driver_dispatch.push_subscriptions (driver_id);
