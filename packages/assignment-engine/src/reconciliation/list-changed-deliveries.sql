-- A page of submission keys of deliveries that changed since a time, earliest change first. A delivery that changes while
-- the pages are read is returned again at the end.
--
-- $1 timestamptz change time and $2 uuid id of the last delivery of the previous page, NULL for the first page, $3 integer
-- page size, $4 timestamptz start time, NULL for 24 hours ago.
SELECT submission_key AS "submissionKey", id,
  greatest(created_at, unassigned_at, assigned_at, picked_up_at, finished_at)::text AS "changedAt"
FROM driver_dispatch.deliveries
WHERE greatest(created_at, unassigned_at, assigned_at, picked_up_at, finished_at) > coalesce($4::timestamptz, now() - interval '1 day')
  AND (greatest(created_at, unassigned_at, assigned_at, picked_up_at, finished_at), id) >
    (coalesce($1::timestamptz, '-infinity'), coalesce($2::uuid, '00000000-0000-0000-0000-000000000000'))
ORDER BY greatest(created_at, unassigned_at, assigned_at, picked_up_at, finished_at), id
LIMIT $3::integer;
