-- The types of the open alerts; quick however much there is, so that an answer says that the database gives answers.
SELECT ARRAY(SELECT type FROM driver_dispatch.alerts WHERE resolved_at IS NULL ORDER BY type) AS warnings;
