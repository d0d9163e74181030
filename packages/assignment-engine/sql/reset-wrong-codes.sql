-- Forgets the wrong codes that were told at a delivery's door.
--
-- $1 uuid delivery. Returns a row when there were any.
UPDATE driver_dispatch.deliveries SET wrong_codes = 0, last_wrong_code = NULL, wrong_code_at = NULL
WHERE id = $1::uuid AND wrong_codes > 0
RETURNING id;
