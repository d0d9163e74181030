-- Whether any delivery waits for a driver, those that are held apart. The oldest one answers: an EXISTS could be planned as a
-- scan of all that wait.
SELECT coalesce((
  SELECT true FROM driver_dispatch.deliveries WHERE state = 'PENDING' AND waiting_since <= now()
  ORDER BY waiting_since, created_at, id
  LIMIT 1
), false) AS waiting;
