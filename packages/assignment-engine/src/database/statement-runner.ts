import { Pool, type QueryResultRow } from 'pg';
import type { EngineConfiguration } from '../configuration/engine-options';
import { CONNECTION_OPTIONS } from './connection-options';
import type { PreparedStatement } from './prepared-statement';

/** More than usually run at a time: most are those of batches, and the batches of one kind come one after the other. */
export const STATEMENT_CONNECTIONS = 8;

/** Seconds after which a connection is opened anew, and with it every plan made anew from what the tables hold by then. */
const PLANS_LAST_SECONDS = 60;

/**
 * What these connections differ in. Every statement finds its rows by an index, and in the index's order: a table that
 * was empty when the plan was made must not be read from end to end once it is full, nor all that waits be sorted for
 * the oldest of it where PostgreSQL has not heard yet that much waits. Up to PostgreSQL 17 a scan that can't be avoided
 * counts as so dear then that each execution would be compiled first, for longer than all the rest takes. Nor does a
 * batch wait long for one row that somebody holds.
 */
const SETTINGS = [
  ...['plan_cache_mode=force_generic_plan', 'enable_seqscan=off', 'enable_bitmapscan=off', 'jit=off'],
  'lock_timeout=1000',
]
  .map((setting) => `-c ${setting}`)
  .join(' ');

/**
 * Runs prepared statements on connections of their own, where PostgreSQL keeps to the plan that it has made for any
 * values: left to itself it would plan anew for each batch of a few orders, which takes longer than the rest.
 */
export class StatementRunner {
  private readonly pool: Pool;

  constructor({ database }: Pick<EngineConfiguration, 'database'>) {
    this.pool = new Pool({
      ...CONNECTION_OPTIONS,
      connectionString: database.url,
      max: STATEMENT_CONNECTIONS,
      maxLifetimeSeconds: PLANS_LAST_SECONDS,
      options: SETTINGS,
    });
    // Errors of idle connections: the pool replaces them, and whoever needs one next sees what is wrong.
    this.pool.on('error', () => undefined);
  }

  /** @returns the rows; @throws the database's error */
  async run<R extends QueryResultRow>(statement: PreparedStatement, values: unknown[]): Promise<R[]> {
    const { rows } = await this.pool.query<R>({ ...statement, values });
    return rows;
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}
