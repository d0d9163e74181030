import { StatementStatistics, type PostgresServer } from '@driver-dispatch/local-servers';
import type { Redis } from 'ioredis';

/** Counts the work of a PostgreSQL server. */
export class DatabaseCounters {
  private constructor(
    private readonly postgres: PostgresServer,
    private readonly statistics: StatementStatistics,
  ) {}

  /** Restarts the server, and enables commit timestamps. */
  static async enable(postgres: PostgresServer): Promise<DatabaseCounters> {
    await postgres.rows('postgres', 'ALTER SYSTEM SET track_commit_timestamp = on');
    return new DatabaseCounters(postgres, await StatementStatistics.enable(postgres));
  }

  /** Returns the statements of a database, and the commits and WAL bytes of its server. */
  async read(database: string): Promise<Record<string, number>> {
    const { statements, commits } = await this.statistics.count(database);
    const [row] = await this.postgres.rows<{ wal: string }>(
      'postgres',
      `SELECT (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::text AS wal`,
    );
    return { statements, commits, 'WAL bytes': Number(row!.wal) };
  }
}

/** Returns the number of Redis's reads from its connections: one per round trip, independent of the number of commands. */
export async function redisRoundTrips(redis: Redis): Promise<number> {
  return Number(/total_reads_processed:(\d+)/.exec(await redis.info('stats'))![1]);
}
