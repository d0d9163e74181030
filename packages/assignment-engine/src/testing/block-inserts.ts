import { eventually, type TestEngine } from './test-engine';

/** Key of the advisory lock that blocks the inserts in {@link blockInserts}. */
const GATE = 4_711;

/**
 * Runs `work` while a trigger blocks all inserts into a table that match a condition. The blocked transactions keep
 * their row locks. The inserts continue when `work` has ended.
 *
 * @param condition SQL condition on the row `NEW`
 * @param work gets a function that waits until at least `count` backends wait for a lock
 */
export async function blockInserts(
  engine: TestEngine,
  table: string,
  condition: string,
  work: (blocked: (count: number) => Promise<unknown>) => Promise<void>,
) {
  await engine.query(`CREATE FUNCTION driver_dispatch.wait_at_gate() RETURNS trigger LANGUAGE plpgsql
    SET lock_timeout = 0 AS 'BEGIN PERFORM pg_advisory_xact_lock(${GATE}); RETURN NEW; END'`);
  await engine.query(`CREATE TRIGGER gate BEFORE INSERT ON driver_dispatch.${table} FOR EACH ROW
    WHEN (${condition}) EXECUTE FUNCTION driver_dispatch.wait_at_gate()`);
  const gate = engine.database.createQueryRunner();
  try {
    await gate.startTransaction();
    await gate.query(`SELECT pg_advisory_xact_lock(${GATE})`);
    await work((count) =>
      eventually(
        () =>
          engine.query(`SELECT pid FROM pg_stat_activity
            WHERE wait_event_type = 'Lock' AND datname = current_database()`),
        (waiting) => waiting.length >= count,
      ),
    );
  } finally {
    await gate.commitTransaction();
    await gate.release();
    await engine.query('DROP FUNCTION driver_dispatch.wait_at_gate() CASCADE');
  }
}
