-- Returns whether a delivery is waiting for a driver; held deliveries and open offers don't count. Reads the oldest one
-- by index: EXISTS could be planned as a scan of all waiting deliveries.
SELECT coalesce((
  SELECT true FROM driver_dispatch.deliveries WHERE state = 'PENDING' AND offered_until IS NULL
    AND waiting_since <= now()
  ORDER BY waiting_since, created_at, id
  LIMIT 1
), false) AS waiting;
