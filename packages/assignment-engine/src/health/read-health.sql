-- The types of the open alerts of the engine, without those of single deliveries. Fast at any data size, so that a response
-- shows that the database works.
SELECT ARRAY(SELECT type FROM driver_dispatch.alerts WHERE resolved_at IS NULL AND delivery_id IS NULL ORDER BY type) AS warnings;
