-- The given deliveries that are still waiting without an open offer, oldest first. `offeredTo` are the drivers who are not
-- offered the delivery again for now.
--
-- $1 uuid[] deliveries. The others are as in claim-drivers.sql: $2 boolean whether deliveries are offered, except in the
-- channels $3 text[]. $4 int offers or $5 float8 seconds of waiting after which a delivery is assigned instead. $6 float8
-- seconds after an offer until the same driver is offered the delivery again.
SELECT w.id, submission_key AS "submissionKey", channel_id AS "channelId", pickup -> 'point' AS point,
  search_radius_metres AS "searchRadiusMetres", requirements,
  CASE WHEN offers = 0 OR $2::boolean = (channel_id = ANY ($3::text[])) OR offers >= $4::int
      OR waiting_since <= now() - make_interval(secs => $5::float8) THEN '{}'
    ELSE ARRAY(
      SELECT a.driver_id FROM driver_dispatch.assignments a
      WHERE a.delivery_id = w.id AND a.offer_ends_at IS NOT NULL
        AND a.offer_end <> 'withdrawn' AND a.released_at > now() - make_interval(secs => $6::float8)) END AS "offeredTo"
FROM driver_dispatch.deliveries w
WHERE w.id = ANY ($1::uuid[]) AND state = 'PENDING' AND offered_until IS NULL
ORDER BY waiting_since, created_at, w.id;
