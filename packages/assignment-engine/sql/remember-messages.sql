-- Remembers the driver app's messages, and forgets those whose signatures are too old to be accepted again, at most two for
-- each new one.
--
-- Keeps: a message is new to one caller only, whichever engine it reaches.
--
-- $1 uuid[] messages, $2 timestamptz[] when each was signed, $3 float8 seconds after which a signature is not accepted.
-- Returns the messages that are new.
WITH expired AS (
  DELETE FROM driver_dispatch.received_messages WHERE id = ANY (ARRAY(
    SELECT id FROM driver_dispatch.received_messages
    WHERE signed_at < now() - make_interval(secs => $3::float8)
    ORDER BY signed_at
    LIMIT 2 * cardinality($1::uuid[])
    FOR UPDATE SKIP LOCKED
  ))
)
INSERT INTO driver_dispatch.received_messages (id, signed_at)
SELECT id, max(signed_at) FROM unnest($1::uuid[], $2::timestamptz[]) AS message (id, signed_at)
GROUP BY id
ORDER BY id
ON CONFLICT DO NOTHING
RETURNING id;
