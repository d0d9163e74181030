/** An engine's drivers on shift and its open deliveries, each with an id and a text. */
const OPEN_WORK = `
  SELECT 'driver ' || id AS id, format('driver %s is %s', id, status) AS text
  FROM driver_dispatch.drivers WHERE status <> 'OFFLINE'
  UNION ALL
  SELECT 'delivery ' || id, format('delivery of order %s is %s', coalesce(order_code, seller_order_id), state)
  FROM driver_dispatch.deliveries WHERE state NOT IN ('DELIVERED', 'FAILED', 'CANCELLED')
  ORDER BY text`;

/** A world that tests share. */
interface SharedWorld {
  engineRows<Row extends object>(statement: string): Promise<Row[]>;
}

/** A driver on shift or an open delivery. */
interface OpenWork {
  id: string;
  text: string;
}

/** Lists the drivers on shift and the open deliveries of a world. */
export function openWork(world: SharedWorld): Promise<OpenWork[]> {
  return world.engineRows<OpenWork>(OPEN_WORK);
}

/**
 * Fails each test that leaves a driver on shift or an open delivery behind in a world that other tests share, and names
 * them. What a suite prepares before its tests may stay.
 */
export function leaveNothing(world: () => SharedWorld): void {
  let before: Set<string>;

  beforeEach(async () => {
    before = new Set((await openWork(world())).map(({ id }) => id));
  });

  afterEach(async () => {
    const left = (await openWork(world())).filter(({ id }) => !before.has(id)).map(({ text }) => text);
    if (left.length > 0) {
      throw new Error(`This test leaves behind: ${left.join(', ')}`);
    }
  });
}
