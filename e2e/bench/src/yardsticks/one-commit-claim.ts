/** The whole claim in one statement, the driver already chosen: drivers are taken one after the other. */
export const CLAIM = `
  WITH chosen AS MATERIALIZED (
    SELECT nextval('next_driver')::int AS id
  ), free AS (
    SELECT d.id FROM drivers d, chosen WHERE d.id = chosen.id AND d.status = 'AVAILABLE' FOR UPDATE OF d SKIP LOCKED
  ), taken AS (
    UPDATE drivers d SET status = 'BUSY', updated_at = now() FROM free WHERE d.id = free.id RETURNING d.id
  ), placed AS (
    INSERT INTO orders (id, driver_id, message)
    SELECT gen_random_uuid()::text, id, '{"pickup": {"lat": 52.52, "lon": 13.4}, "dropoff": {"lat": 52.5, "lon": 13.5}}'
    FROM taken RETURNING id, driver_id
  ), assigned AS (
    INSERT INTO assignments (order_id, driver_id) SELECT id, driver_id FROM placed
  ), told AS (
    INSERT INTO events (order_id, type, data)
    SELECT id, 'assigned', jsonb_build_object('driver', driver_id) FROM placed
  )
  SELECT id FROM placed`;
