import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { postgresBinaries } from './postgres-binaries';
import { serverUser } from './server-user';

const INSTALLED = resolve(dirname(postgresBinaries().postgres), '../..');

describe('postgresBinaries', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'binaries-'));
    chmodSync(directory, 0o755);
  });

  afterEach(() => rmSync(directory, { recursive: true }));

  it('finds executable binaries though other users may not enter the project folder', () => {
    const closed = join(directory, 'closed');
    mkdirSync(closed, { mode: 0o700 });
    cpSync(INSTALLED, join(closed, 'package'), { recursive: true, verbatimSymlinks: true });
    const user = serverUser();
    const find = () => postgresBinaries(user, join(closed, 'package'), join(directory, 'cache'));
    const { initdb, postgres } = find();
    for (const binary of [initdb, postgres]) {
      const { status, stdout } = spawnSync(binary, ['--version'], { cwd: '/', encoding: 'utf8', ...user });
      expect(stdout).toMatch(/PostgreSQL\) 18/);
      expect(status).toBe(0);
    }
    // A second start uses the same copy.
    const { ino } = statSync(postgres);
    expect(statSync(find().postgres).ino).toBe(ino);
  });

  it('reports in one sentence that the binaries do not run', () => {
    mkdirSync(join(directory, 'native', 'bin'), { recursive: true });
    writeFileSync(join(directory, 'package.json'), '{ "version": "1.0.0" }');
    expect(() => postgresBinaries(serverUser(), directory, join(directory, 'cache'))).toThrow(
      /^PostgreSQL does not run on this machine: [^\n]*ENOENT[^\n]*\. Install it again: npm ci$/,
    );
  });
});
