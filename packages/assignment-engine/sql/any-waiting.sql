-- Whether any delivery waits for a driver.
SELECT EXISTS (SELECT FROM driver_dispatch.deliveries WHERE state = 'PENDING') AS waiting;
