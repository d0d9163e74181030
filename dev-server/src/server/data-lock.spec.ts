import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockData } from './data-lock';
import { commandLineOf } from './process-identity';

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

  it('does not mind a process that is gone, or that is another program', () => {
    writeFileSync(file(), '999999999\nnode main.js');
    lockData(directory)();
    writeFileSync(file(), '1\nnode main.js');
    lockData(directory)();
  });

  it('refuses while another development server has it', async () => {
    const other = spawn('sleep', ['60']);
    try {
      while (!commandLineOf(other.pid!)?.includes('60')) {
        await sleep(5);
      }
      writeFileSync(file(), `${other.pid}\n${commandLineOf(other.pid!)}`);
      expect(() => lockData(directory)).toThrow(`(process ${other.pid})`);
    } finally {
      other.kill('SIGKILL');
    }
  });
});
