-- The given deliveries that are still waiting, oldest first.
--
-- $1 uuid[] deliveries.
SELECT id, submission_key AS "submissionKey", channel_id AS "channelId", pickup -> 'point' AS point,
  search_radius_metres AS "searchRadiusMetres", requirements
FROM driver_dispatch.deliveries
WHERE id = ANY ($1::uuid[]) AND state = 'PENDING'
ORDER BY waiting_since, created_at, id;
