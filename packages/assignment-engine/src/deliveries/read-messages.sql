-- The last 200 messages of a delivery, oldest first. $1 uuid delivery, $2 uuid one of its messages, NULL for all.
SELECT * FROM (
  SELECT id AS "messageId", driver_id AS "driverId", operator, body AS text, sent_at AS "sentAt", read_at AS "readAt",
    read_by AS "readBy"
  FROM driver_dispatch.delivery_messages
  WHERE delivery_id = $1::uuid AND id = coalesce($2::uuid, id)
  ORDER BY sent_at DESC, id
  LIMIT 200
) last
ORDER BY "sentAt", "messageId" DESC;
