-- The types of the open alerts of the engine, those of single deliveries apart; quick however much there is, so that an answer says that the database gives answers.
SELECT ARRAY(SELECT type FROM driver_dispatch.alerts WHERE resolved_at IS NULL AND delivery_id IS NULL ORDER BY type) AS warnings;
