-- Like find-nearest-drivers.sql, for orders with requirements. An index finds the drivers who have the required tags. Also
-- returns those of the five nearest drivers of each box who do not meet the requirements, for the record of the decision.
--
-- Keeps: returns every eligible driver of a box unless the limit is reached; the same conditions of eligibility as
-- claim-drivers.sql.
--
-- $1 to $10 as in find-nearest-drivers.sql; $11 jsonb[] requirements, one element per box. The traits of a driver are
-- returned only for a driver who does not meet the requirements (skipped).
SELECT area.search, candidate.*
FROM unnest($1::int[], $2::float8[], $3::float8[], $4::float8[], $5::float8[], $6::float8[], $7::float8[],
    $8::text[], $11::jsonb[])
  AS area (search, south, north, west, east, lat, lon, channel_id, requirements)
CROSS JOIN LATERAL (
  SELECT string_agg(quote_literal(tag), ' & ')::tsquery AS tags
  FROM jsonb_array_elements_text(area.requirements -> 'tags') tag
) required
CROSS JOIN LATERAL (
  (
    SELECT d.id AS "driverId", d.lat, d.lon, date_part('epoch', d.status_since) * 1000 AS "idleSince", false AS skipped,
      NULL::text AS "vehicleKind", NULL::text[] AS tags, NULL::integer AS "loadCapacityGrams"
    FROM driver_dispatch.drivers d
    WHERE required.tags IS NULL
      AND d.status = 'AVAILABLE' AND d.active
      AND d.seen_at > now() - make_interval(secs => $9::float8)
      AND (d.channels = '{}' OR area.channel_id = ANY (d.channels))
      AND driver_dispatch.meets(area.requirements, d.vehicle, d.tags, d.load_capacity_grams)
      AND d.cell <@ box(point(area.west - 1.0 / 500, area.south - 1.0 / 800), point(area.east, area.north))
      AND d.lat BETWEEN area.south AND area.north AND d.lon BETWEEN area.west AND area.east
    ORDER BY d.cell <-> point(area.lon, area.lat)
    LIMIT $10::int
  ) UNION ALL (
    SELECT d.id, d.lat, d.lon, date_part('epoch', d.status_since) * 1000, false, NULL, NULL, NULL
    FROM driver_dispatch.drivers d
    WHERE d.tags <> '{}' AND array_to_tsvector(d.tags) @@ required.tags
      AND d.status = 'AVAILABLE' AND d.active
      AND d.seen_at > now() - make_interval(secs => $9::float8)
      AND (d.channels = '{}' OR area.channel_id = ANY (d.channels))
      AND driver_dispatch.meets(area.requirements, d.vehicle, d.tags, d.load_capacity_grams)
      AND d.cell <@ box(point(area.west - 1.0 / 500, area.south - 1.0 / 800), point(area.east, area.north))
      AND d.lat BETWEEN area.south AND area.north AND d.lon BETWEEN area.west AND area.east
    ORDER BY d.cell <-> point(area.lon, area.lat)
    LIMIT $10::int
  ) UNION ALL (
    SELECT near.id, near.lat, near.lon, NULL, true, near.vehicle ->> 'kind', near.tags, near.load_capacity_grams
    FROM (
      SELECT * FROM driver_dispatch.drivers d
      WHERE d.status = 'AVAILABLE' AND d.active
        AND d.seen_at > now() - make_interval(secs => $9::float8)
        AND (d.channels = '{}' OR area.channel_id = ANY (d.channels))
        AND d.cell <@ box(point(area.west - 1.0 / 500, area.south - 1.0 / 800), point(area.east, area.north))
        AND d.lat BETWEEN area.south AND area.north AND d.lon BETWEEN area.west AND area.east
      ORDER BY d.cell <-> point(area.lon, area.lat)
      LIMIT 5
    ) near
    WHERE NOT driver_dispatch.meets(area.requirements, near.vehicle, near.tags, near.load_capacity_grams)
  )
) candidate;
