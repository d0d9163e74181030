import type { PostgresServer } from './postgres-server';

/** Work of a database. */
export interface StatementCount {
  /** Statements, including those that begin and end transactions. */
  statements: number;
  /** Transactions with writes. Each ends with a commit that is flushed to disk. */
  commits: number;
}

const DATABASE = 'postgres';

/** Counts the statements and commits of a PostgreSQL server, with `pg_stat_statements`. */
export class StatementStatistics {
  private constructor(private readonly server: PostgresServer) {}

  /** Restarts the server, which loads the extension at its start. */
  static async enable(server: PostgresServer): Promise<StatementStatistics> {
    await server.rows(DATABASE, `ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'`);
    await server.halt();
    await server.resume();
    await server.rows(DATABASE, 'CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
    return new StatementStatistics(server);
  }

  /** Returns the statements of one database and the commits of all databases since the start of the server. */
  async count(database: string): Promise<StatementCount> {
    const [count] = await this.server.rows<Record<keyof StatementCount, string>>(
      DATABASE,
      `SELECT coalesce(sum(calls), 0) AS statements, pg_snapshot_xmax(pg_current_snapshot())::text AS commits
       FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid WHERE d.datname = '${database}'`,
    );
    return { statements: Number(count!.statements), commits: Number(count!.commits) };
  }

  /** Returns the statements of a database and how often each was executed. */
  texts(database: string): Promise<{ query: string; calls: string }[]> {
    return this.server.rows(
      DATABASE,
      `SELECT query, calls FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid
       WHERE d.datname = '${database}' ORDER BY calls DESC`,
    );
  }

  async reset(): Promise<void> {
    await this.server.rows(DATABASE, 'SELECT pg_stat_statements_reset()');
  }
}
