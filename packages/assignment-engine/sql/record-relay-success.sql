-- Notes that Vendure has confirmed an event, which is true whoever has the delivery's lease by now, and that its
-- endpoint works. A stopped endpoint stays stopped: that is an operator's to change.
--
-- $1 uuid event, $2 integer failures in a row after which a success is a recovery. Returns whether it was one.
WITH relayed AS (
  UPDATE driver_dispatch.delivery_events
  SET relayed_at = coalesce(relayed_at, now()), dead_at = NULL, last_error = NULL
  WHERE id = $1::uuid
  RETURNING id
), former AS (
  SELECT state, consecutive_failures FROM driver_dispatch.webhook_endpoint
), recovered AS (
  UPDATE driver_dispatch.webhook_endpoint
  SET state = 'active', since = CASE WHEN state = 'failing' THEN now() ELSE since END,
      consecutive_failures = 0, failing_since = NULL, last_error = NULL
  WHERE consecutive_failures > 0 AND state <> 'stopped' AND EXISTS (SELECT FROM relayed)
)
SELECT state = 'failing' OR state = 'active' AND consecutive_failures >= $2::integer AS recovered FROM former;
