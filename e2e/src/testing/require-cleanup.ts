/** Lists an engine's drivers who are not OFFLINE and its open deliveries, each with an id and a text. */
const OPEN_WORK = `
  SELECT 'driver ' || id AS id, format('driver %s is %s', id, status) AS text
  FROM driver_dispatch.drivers WHERE status <> 'OFFLINE'
  UNION ALL
  SELECT 'delivery ' || id, format('delivery of order %s is %s', coalesce(order_code, seller_order_id), state)
  FROM driver_dispatch.deliveries WHERE state NOT IN ('DELIVERED', 'FAILED', 'CANCELLED')
  ORDER BY text`;

/** A shop and engine that tests share. */
interface SharedWorld {
  engineRows<Row extends object>(statement: string): Promise<Row[]>;
}

/** A driver who is not OFFLINE, or an open delivery. */
interface OpenWork {
  id: string;
  text: string;
}

/** Returns the drivers who are not OFFLINE and the open deliveries. */
export function openWork(world: SharedWorld): Promise<OpenWork[]> {
  return world.engineRows<OpenWork>(OPEN_WORK);
}

/**
 * Fails each test that leaves a driver who is not OFFLINE or an open delivery. Ignores those that existed before the test.
 */
export function requireCleanup(world: () => SharedWorld): void {
  let before: Set<string>;

  beforeEach(async () => {
    before = new Set((await openWork(world())).map(({ id }) => id));
  });

  afterEach(async () => {
    const added = (await openWork(world())).filter(({ id }) => !before.has(id)).map(({ text }) => text);
    if (added.length > 0) {
      throw new Error(`This test did not clean up: ${added.join(', ')}`);
    }
  });
}
