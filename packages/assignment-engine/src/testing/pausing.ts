import { eventually, type TestEngine } from './test-engine';

/** Key of the advisory lock behind which the statements of {@link pausing} wait. */
const GATE = 4_711;

/**
 * Runs work while statements that write a row to a table are held up in the middle of their transaction, with the
 * rows that they have locked.
 *
 * @param condition on the new row, as SQL
 */
export async function pausing(
  engine: TestEngine,
  table: string,
  condition: string,
  work: (untilWaiting: (count: number) => Promise<unknown>) => Promise<void>,
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
