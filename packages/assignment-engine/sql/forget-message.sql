-- Forgets a message that a fault kept from being applied, so that it can be sent again. $1 uuid message.
DELETE FROM driver_dispatch.received_messages WHERE id = $1::uuid;
