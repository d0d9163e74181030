-- Records received messages of the driver app. Deletes messages whose signatures are too old to be accepted, at most two
-- for each new message.
--
-- Keeps: a message is new for one caller only, across all engines.
--
-- An engine checks signatures by its own clock, so that the earlier of its clock and this server's clock decides.
--
-- $1 uuid[] messages, $2 timestamptz[] when each was signed, $3 timestamptz current time of the engine, $4 float8 seconds
-- after which no engine accepts a signature.
-- Returns each message once: whether it is new, and its error code if it was refused before.
WITH expired AS (
  DELETE FROM driver_dispatch.received_messages WHERE id = ANY (ARRAY(
    SELECT id FROM driver_dispatch.received_messages
    WHERE signed_at < least(now(), $3::timestamptz) - make_interval(secs => $4::float8)
    ORDER BY signed_at
    LIMIT 2 * cardinality($1::uuid[])
    FOR UPDATE SKIP LOCKED
  ))
), message AS (
  SELECT id, max(signed_at) AS signed_at FROM unnest($1::uuid[], $2::timestamptz[]) AS message (id, signed_at)
  GROUP BY id
), stored AS (
  INSERT INTO driver_dispatch.received_messages (id, signed_at)
  SELECT id, signed_at FROM message
  ORDER BY id
  ON CONFLICT DO NOTHING
  RETURNING id
)
SELECT id, id IN (SELECT id FROM stored) AS "isNew",
  (SELECT refusal FROM driver_dispatch.received_messages r WHERE r.id = message.id) AS refusal
FROM message;
