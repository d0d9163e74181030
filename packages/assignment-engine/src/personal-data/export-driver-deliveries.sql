-- The deliveries that were assigned or offered to a driver, oldest first, with the driver's own steps, notes and messages.
-- They contain no data of shoppers, except in these texts.
--
-- $1 text driver.
SELECT d.id AS "deliveryId", d.order_code AS "orderCode", d.channel_id AS "channelId", d.state,
  a.distance_metres AS "distanceMetres", a.offered_at AS "offeredAt", a.offer_end AS "offerEnd",
  a.decline_reason AS "declineReason", a.decline_note AS "declineNote", a.assigned_at AS "assignedAt",
  a.released_at AS "releasedAt",
  coalesce((
    SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('type', e.type,
      'at', to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'note', e.data -> 'note')) ORDER BY e.sequence)
    FROM driver_dispatch.delivery_events e
    WHERE e.delivery_id = d.id AND e.actor = 'driver:' || $1::text
  ), '[]') AS steps,
  coalesce((
    SELECT jsonb_agg(jsonb_build_object('at', to_char(m.sent_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'from', CASE WHEN m.operator IS NULL THEN 'driver' ELSE 'dispatcher' END, 'body', m.body) ORDER BY m.sent_at, m.id)
    FROM driver_dispatch.delivery_messages m
    WHERE m.delivery_id = d.id AND m.driver_id = $1::text
  ), '[]') AS messages
FROM driver_dispatch.assignments a
JOIN driver_dispatch.deliveries d ON d.id = a.delivery_id
WHERE a.driver_id = $1::text
ORDER BY a.id;
