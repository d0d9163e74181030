-- Stores a message, once per id.
--
-- $1 uuid id, NULL for a new one, $2 uuid delivery, $3 text driver who writes or receives it, $4 text dispatcher who writes
-- it, NULL for the driver, $5 text body.
-- Returns the message; no row if the id is in use.
INSERT INTO driver_dispatch.delivery_messages (id, delivery_id, driver_id, operator, body)
VALUES (coalesce($1::uuid, gen_random_uuid()), $2::uuid, $3::text, $4::text, $5::text)
ON CONFLICT (id) DO NOTHING
RETURNING id AS "messageId", driver_id AS "driverId", operator, body AS text, sent_at AS "sentAt", read_at AS "readAt",
  read_by AS "readBy";
