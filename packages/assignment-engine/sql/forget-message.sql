-- Forgets a message that could not be applied, so that it can be sent again. $1 uuid message.
DELETE FROM driver_dispatch.received_messages WHERE id = $1::uuid;
