-- When the personal data of a driver was erased. The row remains for assignments; the name is the id since then.
ALTER TABLE driver_dispatch.drivers ADD COLUMN erased_at timestamptz CHECK (erased_at IS NULL OR NOT active);
