-- Records that Vendure has acknowledged events, whichever process holds their leases, and that the endpoint works. A
-- stopped endpoint stays stopped until an operator resumes it.
--
-- Commits asynchronously: an acknowledgement that is lost in a crash of PostgreSQL only causes the event to be sent again.
--
-- $1 uuid[] events, $2 integer consecutive failures after which a success counts as a recovery.
-- Returns whether this was a recovery.
WITH not_durable AS MATERIALIZED (
  SELECT set_config('synchronous_commit', 'off', true)
), acknowledged AS (
  UPDATE driver_dispatch.delivery_events
  SET acknowledged_at = coalesce(acknowledged_at, now()), dead_at = NULL, last_error = NULL, lease_until = NULL
  WHERE id = ANY ($1::uuid[])
), former AS (
  SELECT state, consecutive_failures FROM driver_dispatch.webhook_endpoint WHERE id = 1
), works AS (
  UPDATE driver_dispatch.webhook_endpoint
  SET state = 'active', since = CASE WHEN state = 'failing' THEN now() ELSE since END,
      consecutive_failures = 0, failing_since = NULL, last_error = NULL
  WHERE id = 1 AND consecutive_failures > 0 AND state <> 'stopped'
)
SELECT former.state = 'failing' OR former.state = 'active' AND former.consecutive_failures >= $2::integer AS recovered
FROM former CROSS JOIN not_durable;
