-- Records that messages of a delivery were read by the other side.
--
-- $1 uuid delivery, $2 uuid[] messages, $3 text driver who has read messages of dispatchers, $4 text dispatcher who has
-- read messages of drivers; one of both is NULL. Returns the ids of the messages that were unread.
UPDATE driver_dispatch.delivery_messages SET read_at = now(), read_by = $4::text
WHERE delivery_id = $1::uuid AND id = ANY ($2::uuid[]) AND read_at IS NULL
  AND CASE WHEN $3::text IS NULL THEN operator IS NULL ELSE operator IS NOT NULL AND driver_id = $3::text END
RETURNING id;
