import { processIdentity } from '@driver-dispatch/local-servers';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockData } from './data-lock';

describe('lockData', () => {
  let directory: string;
  const file = () => join(directory, 'dev-server.pid');

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'lock-'));
  });

  afterEach(() => rmSync(directory, { recursive: true }));

  it('locks and unlocks the directory', () => {
    const release = lockData(directory);
    expect(readFileSync(file(), 'utf8').split('\n')[0]).toBe(String(process.pid));
    release();
    expect(existsSync(file())).toBe(false);
  });

  it('replaces the lock of an ended process, even if another process has its id', () => {
    writeFileSync(file(), '999999999\n12345');
    lockData(directory)();
    writeFileSync(file(), '1\nanother time');
    lockData(directory)();
  });

  it('makes a new directory accessible to the user of PostgreSQL', () => {
    const before = process.umask(0o077);
    try {
      lockData(join(directory, 'new'))();
    } finally {
      process.umask(before);
    }
    expect(statSync(join(directory, 'new')).mode & 0o777).toBe(0o755);
  });

  it('reports that the directory is not writable', () => {
    writeFileSync(join(directory, 'file'), '');
    expect(() => lockData(join(directory, 'file', 'data'))).toThrow(
      /^The data directory \S+ is not writable \(ENOTDIR\)\. Make it writable .* npm start -- --data DIRECTORY$/,
    );
  });

  it('rejects a directory that another development server uses', () => {
    const other = spawn('sleep', ['60']);
    try {
      writeFileSync(file(), `${other.pid}\n${processIdentity(other.pid!)}`);
      expect(() => lockData(directory)).toThrow(`(process ${other.pid})`);
    } finally {
      other.kill('SIGKILL');
    }
  });
});
