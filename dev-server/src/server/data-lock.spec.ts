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

  it('takes the folder and gives it back', () => {
    const release = lockData(directory);
    expect(readFileSync(file(), 'utf8').split('\n')[0]).toBe(String(process.pid));
    release();
    expect(existsSync(file())).toBe(false);
  });

  it('ignores the lock of a process that has ended, and of another process with its id', () => {
    writeFileSync(file(), '999999999\n12345');
    lockData(directory)();
    writeFileSync(file(), '1\nanother time');
    lockData(directory)();
  });

  it('opens a new folder for the user that PostgreSQL runs as', () => {
    const before = process.umask(0o077);
    try {
      lockData(join(directory, 'new'))();
    } finally {
      process.umask(before);
    }
    expect(statSync(join(directory, 'new')).mode & 0o777).toBe(0o755);
  });

  it('says in one sentence that the folder can not be written', () => {
    writeFileSync(join(directory, 'file'), '');
    expect(() => lockData(join(directory, 'file', 'data'))).toThrow(
      /^The data folder \S+ can't be written \(ENOTDIR\)\. Make it writable .* npm start -- --data DIRECTORY$/,
    );
  });

  it('refuses while another development server has it', () => {
    const other = spawn('sleep', ['60']);
    try {
      writeFileSync(file(), `${other.pid}\n${processIdentity(other.pid!)}`);
      expect(() => lockData(directory)).toThrow(`(process ${other.pid})`);
    } finally {
      other.kill('SIGKILL');
    }
  });
});
