ALTER TABLE driver_dispatch.drivers
  ADD COLUMN tags text[] NOT NULL DEFAULT '{}',
  -- Heaviest load in grams; NULL for no limit.
  ADD COLUMN load_capacity_grams integer CHECK (load_capacity_grams > 0);

-- What the order requires of its driver, as the contract's Requirements; NULL for nothing.
ALTER TABLE driver_dispatch.deliveries ADD COLUMN requirements jsonb;

-- Whether a driver meets the requirements of an order, as unmetRequirement of the contract. STABLE, because to_jsonb is, and
-- simple enough that PostgreSQL inlines it: a NULL, as of most orders, costs one comparison.
CREATE FUNCTION driver_dispatch.meets(requirements jsonb, vehicle jsonb, tags text[], load_capacity_grams integer)
  RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  RETURN requirements IS NULL OR (
    coalesce((requirements -> 'vehicleKinds') ? coalesce(vehicle ->> 'kind', ''), true)
    AND coalesce(to_jsonb(tags) @> (requirements -> 'tags'), true)
    AND coalesce(load_capacity_grams >= (requirements ->> 'loadGrams')::integer, true));

-- Finds the nearest driver who has tags, however few drivers have them: the index over cells would be read until it finds
-- one. Drivers without tags are not in this index, so that their changes don't cost more.
CREATE INDEX drivers_available_tags ON driver_dispatch.drivers USING gist (cell, array_to_tsvector(tags))
  WHERE status = 'AVAILABLE' AND tags <> '{}';
