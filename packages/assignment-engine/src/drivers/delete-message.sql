-- Deletes a received message that was not applied because of a fault, so that it can be sent again. $1 uuid message.
DELETE FROM driver_dispatch.received_messages WHERE id = $1::uuid;
