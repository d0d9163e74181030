import type { PoolClient, QueryResultRow } from 'pg';
import type { DataSource } from 'typeorm';
import { sql } from './sql';

/** A statement that each connection parses and plans once: planning the claim takes longer than carrying it out. */
export interface PreparedStatement {
  /** Known by this name on every connection. */
  name: string;
  text: string;
}

/** A file of this package's folder `sql`, prepared under its own name. */
export function prepared(file: string): PreparedStatement {
  return { name: file, text: sql(file) };
}

/** @returns the rows; @throws the database's error */
export async function runPrepared<R extends QueryResultRow>(
  dataSource: DataSource,
  statement: PreparedStatement,
  values: unknown[],
): Promise<R[]> {
  const runner = dataSource.createQueryRunner();
  try {
    const client = (await runner.connect()) as PoolClient;
    const { rows } = await client.query<R>({ ...statement, values });
    return rows;
  } finally {
    await runner.release();
  }
}
