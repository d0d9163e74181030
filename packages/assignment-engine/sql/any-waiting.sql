-- Whether any delivery waits for a driver, those that are held apart.
SELECT EXISTS (
  SELECT FROM driver_dispatch.deliveries WHERE state = 'PENDING' AND waiting_since <= now()
) AS waiting;
