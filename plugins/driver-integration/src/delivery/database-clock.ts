import { Raw, type DataSource, type FindOperator } from 'typeorm';

/** Writes the time of the database's clock, as TypeORM does for `createdAt` and `updatedAt`. */
export const DATABASE_NOW = (): string => 'CURRENT_TIMESTAMP';

/**
 * Matches times of the database's clock that are longer ago than so many milliseconds.
 *
 * Columns without a time zone hold the local time of the database session. The process may have another local time, so a
 * `Date` of its own is no measure for them.
 */
export function before(connection: DataSource, milliseconds: number): FindOperator<Date> {
  return Raw((column) => `${column} < ${ago(connection, milliseconds)}`);
}

/** Matches times of the database's clock that are at most so many milliseconds ago. */
export function within(connection: DataSource, milliseconds: number): FindOperator<Date> {
  return Raw((column) => `${column} >= ${ago(connection, milliseconds)}`);
}

function ago({ options: { type } }: DataSource, milliseconds: number): string {
  switch (type) {
    case 'mysql':
    case 'mariadb':
      return `NOW(6) - INTERVAL ${milliseconds * 1_000} MICROSECOND`;
    case 'sqlite':
    case 'better-sqlite3':
    case 'sqljs':
      return `datetime('now', '-${milliseconds / 1_000} seconds')`;
    default:
      return `LOCALTIMESTAMP - interval '${milliseconds} milliseconds'`;
  }
}
