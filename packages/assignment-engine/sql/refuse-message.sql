-- Records that a message was refused, so that a repeated message is refused again whatever has changed since.
--
-- $1 uuid message, $2 text code of the error.
UPDATE driver_dispatch.received_messages SET refusal = $2::text WHERE id = $1::uuid;
