import type { DataSource } from 'typeorm';
import { before, within } from './database-clock';

const sqlFor = (type: string) => {
  const connection = { options: { type } } as DataSource;
  return [before(connection, 30_000).getSql!('at'), within(connection, 30_000).getSql!('at')];
};

describe('database clock', () => {
  it.each([
    ['postgres', "LOCALTIMESTAMP - interval '30000 milliseconds'"],
    ['mariadb', 'NOW(6) - INTERVAL 30000000 MICROSECOND'],
    ['mysql', 'NOW(6) - INTERVAL 30000000 MICROSECOND'],
    ['better-sqlite3', "datetime('now', '-30 seconds')"],
  ])('uses the SQL dialect of %s', (type, ago) => {
    expect(sqlFor(type)).toEqual([`at < ${ago}`, `at >= ${ago}`]);
  });
});
