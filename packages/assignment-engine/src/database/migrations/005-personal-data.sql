-- When the personal data of a delivery was erased.
ALTER TABLE driver_dispatch.deliveries ADD COLUMN erased_at timestamptz;

-- Ended deliveries whose personal data is not erased yet, by end.
CREATE INDEX deliveries_not_erased ON driver_dispatch.deliveries (finished_at)
  WHERE finished_at IS NOT NULL AND erased_at IS NULL;

-- A BRIN index costs almost nothing per inserted row.
CREATE INDEX driver_status_history_at ON driver_dispatch.driver_status_history USING brin (at)
  WITH (autosummarize = on);
