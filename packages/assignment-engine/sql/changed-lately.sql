-- A page of the submission keys of deliveries that changed since a time, those first that changed first. A delivery
-- that changes while the pages are read comes once more, at the end.
--
-- $1 timestamptz change and $2 uuid delivery of the last of the page before, NULL for the first page, $3 integer how
-- many, $4 timestamptz since when, NULL for the last day.
SELECT submission_key AS "submissionKey", id,
  greatest(created_at, unassigned_at, assigned_at, picked_up_at, finished_at)::text AS "changedAt"
FROM driver_dispatch.deliveries
WHERE greatest(created_at, unassigned_at, assigned_at, picked_up_at, finished_at) > coalesce($4::timestamptz, now() - interval '1 day')
  AND (greatest(created_at, unassigned_at, assigned_at, picked_up_at, finished_at), id) >
    (coalesce($1::timestamptz, '-infinity'), coalesce($2::uuid, '00000000-0000-0000-0000-000000000000'))
ORDER BY greatest(created_at, unassigned_at, assigned_at, picked_up_at, finished_at), id
LIMIT $3::integer;
