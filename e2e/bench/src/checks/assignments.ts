import type { Pool } from 'pg';

/** Largest number of ids in a problem. */
const MAX_IDS = 3;

/** Finds orders ($1) that were answered with a driver, but are not stored with one. */
const ANSWER_NOT_STORED = `
  SELECT answered.id FROM unnest($1::text[]) AS answered (id)
  LEFT JOIN driver_dispatch.deliveries d ON d.seller_order_id = answered.id AND d.state = 'ASSIGNED'
  LEFT JOIN driver_dispatch.drivers r ON r.id = d.driver_id AND r.status = 'BUSY'
  LEFT JOIN driver_dispatch.assignments a ON a.delivery_id = d.id AND a.driver_id = r.id AND a.released_at IS NULL
  LEFT JOIN driver_dispatch.delivery_events e ON e.delivery_id = d.id AND e.sequence = d.sequence
    AND e.type = 'delivery.assigned' AND e.data -> 'driver' ->> 'id' = d.driver_id
  WHERE a.id IS NULL OR e.id IS NULL`;

/** Finds inconsistent rows, independent of the answers. */
const INCONSISTENCIES: Record<string, string> = {
  'a driver with two deliveries': `SELECT driver_id AS id FROM driver_dispatch.deliveries
    WHERE state = 'ASSIGNED' GROUP BY driver_id HAVING count(*) > 1`,
  'a BUSY driver without a delivery': `SELECT id FROM driver_dispatch.drivers WHERE status = 'BUSY'
    EXCEPT SELECT driver_id FROM driver_dispatch.deliveries WHERE state = 'ASSIGNED'`,
  'a failed event': `SELECT id::text FROM driver_dispatch.delivery_events WHERE last_error IS NOT NULL`,
};

/**
 * Compares responses with the stored rows.
 *
 * @param assigned ids of orders that were answered with a driver
 * @returns the problems
 */
export async function checkAssignments(database: Pool, assigned: readonly string[]): Promise<string[]> {
  const problems: string[] = [];
  const find = async (rule: string, query: string, values: unknown[] = []) => {
    const { rows } = await database.query<{ id: string }>(query, values);
    if (rows.length > 0) {
      const ids = rows.slice(0, MAX_IDS).map(({ id }) => id);
      problems.push(`${rows.length} times ${rule}: ${ids.join(', ')}`);
    }
  };
  await find('answered ASSIGNED without a delivery, driver, assignment or event', ANSWER_NOT_STORED, [
    assigned,
  ]);
  for (const [rule, query] of Object.entries(INCONSISTENCIES)) {
    await find(rule, query);
  }
  return problems;
}
