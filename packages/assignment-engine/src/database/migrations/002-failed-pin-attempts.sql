-- Number of failed PIN attempts since the last reset, the last wrong PIN, and its time.
ALTER TABLE driver_dispatch.deliveries
  ADD COLUMN failed_pin_attempts integer NOT NULL DEFAULT 0,
  ADD COLUMN last_failed_pin text,
  ADD COLUMN last_failed_pin_at timestamptz;
