import { Pool, type QueryResultRow } from 'pg';
import type { EngineConfiguration } from '../configuration/engine-options';
import { CONNECTION_OPTIONS } from './connection-options';
import type { PreparedStatement } from './prepared-statement';

/** More than run at a time: each is that of a batch, and the batches of one kind come one after the other. */
export const STATEMENT_CONNECTIONS = 8;

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
      options: '-c plan_cache_mode=force_generic_plan',
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
