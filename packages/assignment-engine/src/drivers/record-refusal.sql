-- Records that a message was refused, so that a resent message is refused again even if the state has changed since.
--
-- $1 uuid id of the message, $2 text code of the error.
UPDATE driver_dispatch.received_messages SET refusal = $2::text WHERE id = $1::uuid;
