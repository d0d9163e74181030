-- Planned working hours, as the contract's list of WorkingPeriod.
ALTER TABLE driver_dispatch.drivers ADD COLUMN working_hours jsonb NOT NULL DEFAULT '[]';
