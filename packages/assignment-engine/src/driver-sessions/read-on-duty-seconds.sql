-- Time that a driver was AVAILABLE or BUSY, of the last 2000 status changes.
--
-- $1 text driver, $2 timestamptz start of the time. Returns one row, in seconds.
SELECT coalesce(round(sum(extract(epoch FROM until - greatest(at, $2::timestamptz))))::int, 0) AS "onDutySeconds"
FROM (
  SELECT status, at, lead(at, 1, now()) OVER (ORDER BY status_version) AS until
  FROM (
    SELECT status, status_version, at FROM driver_dispatch.driver_status_history
    WHERE driver_id = $1::text
    ORDER BY status_version DESC
    LIMIT 2000
  ) recent
) change
WHERE status <> 'OFFLINE' AND until > $2::timestamptz;
