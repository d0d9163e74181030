import { mkdtempSync, readFileSync, rmSync, writeFileSync, chmodSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { PostgresServer } from './postgres-server';
import { UserError } from './user-error';

describe('PostgresServer', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'cluster-'));
    chmodSync(directory, 0o755);
  });

  afterEach(() => rmSync(directory, { recursive: true }));

  it('keeps its data through a crash and a restart', async () => {
    const server = await PostgresServer.start({ directory: join(directory, 'data'), durable: true });
    const url = await server.createDatabase('kept');
    await query(url, 'CREATE TABLE number AS SELECT 7 AS value');
    await server.crash();
    await server.resume();
    expect(await query(url, 'SELECT value FROM number')).toEqual([{ value: 7 }]);
    await server.stop();
    const second = await PostgresServer.start({ directory: join(directory, 'data') });
    expect(await query(second.url('kept'), 'SELECT value FROM number')).toEqual([{ value: 7 }]);
    await second.stop();
  });

  it('reports in one sentence that its folder is not writable', async () => {
    writeFileSync(join(directory, 'file'), '');
    await expect(PostgresServer.start({ directory: join(directory, 'file', 'data') })).rejects.toThrow(
      /^The folder \S+ can't be written \(ENOTDIR\)\. Make it writable for this user, or choose another folder\.$/,
    );
  });

  it('reports in one sentence that initdb failed', async () => {
    mkdirSync(join(directory, 'data'));
    writeFileSync(join(directory, 'data', 'other'), '');
    const error = await PostgresServer.start({ directory: join(directory, 'data') }).catch((e: Error) => e);
    expect(error).toBeInstanceOf(UserError);
    expect((error as Error).message).toMatch(
      /^PostgreSQL can't create its files in \S+: [^\n]+\. Free some space there, or choose another folder\.$/,
    );
  });

  it('reports in one sentence why the server did not start', async () => {
    const first = await PostgresServer.start({ directory: join(directory, 'data') });
    await first.stop();
    const version = join(directory, 'data', 'PG_VERSION');
    writeFileSync(version, '9.6\n');
    expect(readFileSync(version, 'utf8')).toBe('9.6\n');
    await expect(PostgresServer.start({ directory: join(directory, 'data') })).rejects.toThrow(
      /^PostgreSQL did not start in \S+: database files are incompatible with server\.$/,
    );
  });
});

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
