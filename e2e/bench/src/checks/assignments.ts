import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { OUTCOME, type LoadReport } from '../load/load';
import { complainOfAnswers } from './answers';

const UNQUEUED_PATIENCE_MS = 10_000;

/** How many of the ids that are wrong are named. */
const NAMED = 3;

const TOLD = `WITH told AS (SELECT * FROM unnest($1::text[], $2::int[]) AS told (id, outcome))`;

/** What must hold between the answers and the tables; each query finds those for which it does not. */
const RULES: Record<string, string> = {
  'answered with success, and not stored': `${TOLD}
    SELECT told.id FROM told LEFT JOIN driver_dispatch.deliveries d ON d.seller_order_id = told.id
    WHERE told.outcome IN (${OUTCOME.ASSIGNED}, ${OUTCOME.TAKEN}) AND d.id IS NULL`,
  'stored, and never sent': `${TOLD}
    SELECT told.id FROM told JOIN driver_dispatch.deliveries d ON d.seller_order_id = told.id
    WHERE told.outcome = ${OUTCOME.UNSENT}`,
  'answered ASSIGNED, and without its driver, its assignment or its event': `${TOLD}
    SELECT told.id FROM told JOIN driver_dispatch.deliveries d ON d.seller_order_id = told.id
    LEFT JOIN driver_dispatch.drivers r ON r.id = d.driver_id AND r.status = 'BUSY'
    LEFT JOIN driver_dispatch.assignments a ON a.delivery_id = d.id AND a.driver_id = d.driver_id
      AND a.released_at IS NULL
    LEFT JOIN driver_dispatch.delivery_events e ON e.delivery_id = d.id AND e.sequence = d.sequence
      AND e.type = 'delivery.assigned' AND e.data -> 'driver' ->> 'id' = d.driver_id
    WHERE told.outcome = ${OUTCOME.ASSIGNED}
      AND (d.state <> 'ASSIGNED' OR r.id IS NULL OR a.id IS NULL OR e.id IS NULL)`,
  'a driver with two orders': `SELECT driver_id AS id FROM driver_dispatch.deliveries
    WHERE state = 'ASSIGNED' GROUP BY driver_id HAVING count(*) > 1`,
  'a BUSY driver without an order': `SELECT r.id FROM driver_dispatch.drivers r
    WHERE r.status = 'BUSY' AND NOT EXISTS (
      SELECT FROM driver_dispatch.deliveries d WHERE d.driver_id = r.id AND d.state = 'ASSIGNED')`,
  'an event that could not be told': `SELECT id::text FROM driver_dispatch.delivery_events
    WHERE last_error IS NOT NULL`,
  'an assignment without its order': `SELECT a.delivery_id::text AS id FROM driver_dispatch.assignments a
    LEFT JOIN driver_dispatch.deliveries d ON d.id = a.delivery_id AND d.driver_id = a.driver_id
    WHERE a.released_at IS NULL AND d.state IS DISTINCT FROM 'ASSIGNED'`,
};

/** Events that are neither told, nor waiting in the queue with a job that will tell them. */
const UNQUEUED = `
  SELECT e.id::text FROM driver_dispatch.delivery_events e
  WHERE e.relayed_at IS NULL AND (e.dead_at IS NOT NULL OR NOT EXISTS (
    SELECT FROM driver_dispatch_jobs._private_jobs j WHERE j.key = 'relay:' || e.delivery_id))`;

/**
 * Holds what was answered against what is stored.
 *
 * @param ids of the orders, as they stand in the report
 * @param patienceMs how long an event that is in no queue may take to be told all the same
 * @returns what does not hold, in words; nothing when all does
 */
export async function checkAssignments(
  database: Pool,
  ids: readonly string[],
  report: LoadReport,
  patienceMs = UNQUEUED_PATIENCE_MS,
): Promise<string[]> {
  const problems: string[] = [];
  for (const [rule, query] of Object.entries(RULES)) {
    const values = query.startsWith(TOLD) ? [ids, [...report.outcomes]] : [];
    const { rows } = await database.query<{ id: string }>(query, values);
    problems.push(...complain(rule, rows));
  }
  problems.push(...complainOfAnswers(report));
  return [...problems, ...(await unqueued(database, patienceMs))];
}

/** A relay that has just done its job may have told the event a moment before it says so. */
async function unqueued(database: Pool, patienceMs: number): Promise<string[]> {
  const { rows } = await database.query<{ id: string }>(UNQUEUED);
  let left = rows;
  for (const until = Date.now() + patienceMs; left.length > 0 && Date.now() < until;) {
    await sleep(200);
    const again = await database.query<{ id: string }>(`${UNQUEUED} AND e.id = ANY ($1::uuid[])`, [
      left.map(({ id }) => id),
    ]);
    left = again.rows;
  }
  return complain('an event in no queue', left);
}

function complain(rule: string, rows: { id: string }[]): string[] {
  const named = rows.slice(0, NAMED).map(({ id }) => id);
  return rows.length > 0 ? [`${rows.length} x ${rule}: ${named.join(', ')}`] : [];
}
