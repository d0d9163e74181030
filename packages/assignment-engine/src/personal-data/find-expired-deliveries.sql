-- Deliveries that ended before the retention time and whose events are all acknowledged, earliest end first. A scalar
-- subquery, so that every plan looks up the events of each delivery.
--
-- $1 float8 retention in seconds, $2 integer maximum number of deliveries.
SELECT d.id FROM driver_dispatch.deliveries d
WHERE d.finished_at < now() - make_interval(secs => $1::float8) AND d.erased_at IS NULL
  AND (
    SELECT true FROM driver_dispatch.delivery_events e
    WHERE e.delivery_id = d.id AND e.acknowledged_at IS NULL
    LIMIT 1
  ) IS NULL
ORDER BY d.finished_at
LIMIT $2::integer;
