-- Open offers whose end is past, earliest end first. $1 int maximum number.
SELECT id FROM driver_dispatch.assignments
WHERE assigned_at IS NULL AND released_at IS NULL AND offer_ends_at <= now()
ORDER BY offer_ends_at
LIMIT $1::int;
