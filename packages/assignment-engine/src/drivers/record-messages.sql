-- Records received messages of drivers and their apps. Deletes expired messages, at most two for each new message.
--
-- Keeps: a message is new for one caller only, across all engines.
--
-- The earlier of an engine's clock and this server's clock decides whether a message has expired: an engine checks
-- signatures by its own clock.
--
-- $1 uuid[] messages, $2 timestamptz[] until when each is kept, $3 timestamptz current time of the engine.
-- Returns each message once: whether it is new, and its error code if it was refused before.
WITH expired AS (
  DELETE FROM driver_dispatch.received_messages WHERE id = ANY (ARRAY(
    SELECT id FROM driver_dispatch.received_messages
    WHERE expires_at < least(now(), $3::timestamptz)
    ORDER BY expires_at
    LIMIT 2 * cardinality($1::uuid[])
    FOR UPDATE SKIP LOCKED
  ))
), message AS (
  SELECT id, max(expires_at) AS expires_at FROM unnest($1::uuid[], $2::timestamptz[]) AS message (id, expires_at)
  GROUP BY id
), stored AS (
  INSERT INTO driver_dispatch.received_messages (id, expires_at)
  SELECT id, expires_at FROM message
  ORDER BY id
  ON CONFLICT DO NOTHING
  RETURNING id
)
SELECT id, id IN (SELECT id FROM stored) AS "isNew",
  (SELECT refusal FROM driver_dispatch.received_messages r WHERE r.id = message.id) AS refusal
FROM message;
