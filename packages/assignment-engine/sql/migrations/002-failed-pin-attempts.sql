-- How often the receiver's code was told wrong since it was last forgotten, which code that was the last time, and when.
ALTER TABLE driver_dispatch.deliveries
  ADD COLUMN failed_pin_attempts integer NOT NULL DEFAULT 0,
  ADD COLUMN last_wrong_code text,
  ADD COLUMN wrong_code_at timestamptz;
