-- Resumes a stopped endpoint. make-unsent-events-due.sql then makes the unsent events due in batches.
--
-- Returns whether the endpoint was stopped.
WITH resumed AS (
  UPDATE driver_dispatch.webhook_endpoint
  SET state = 'active', since = now(), consecutive_failures = 0, failing_since = NULL, last_error = NULL
  WHERE state = 'stopped'
  RETURNING state
)
SELECT EXISTS (SELECT FROM resumed) AS resumed;
