import { Raw, type DataSource, type FindOperator } from 'typeorm';

/** Maximum clock difference between shop, engine and database, in ms. */
export const CLOCK_TOLERANCE_MS = 60_000;

/** The current time of the database clock, as TypeORM uses it for `createdAt` and `updatedAt`. */
export const DATABASE_NOW = (): string => 'CURRENT_TIMESTAMP';

/**
 * Keeps `updatedAt` in an update. That of an ended delivery is the time of its end: tracking, statistics and retention are
 * based on it.
 */
export function keepUpdatedAt({ driver }: DataSource): { updatedAt: () => string } {
  return { updatedAt: () => driver.escape('updatedAt') };
}

/**
 * Matches timestamps more than `milliseconds` ago by the database clock.
 *
 * Columns without a time zone have the local time of the database session. The process may have another time zone, so they
 * can't be compared with a `Date` of the process.
 */
export function before(connection: DataSource, milliseconds: number): FindOperator<Date> {
  return Raw((column) => `${column} < ${ago(connection, milliseconds)}`);
}

/** Matches timestamps at most `milliseconds` ago by the database clock. */
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
