import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

type MustInstall = (lockFile: string, installedFile: string) => boolean;

const SET_UP = pathToFileURL(join(__dirname, '../bin/setup.mjs')).href;

describe('mustInstall', () => {
  const directory = mkdtempSync(join(tmpdir(), 'set-up-'));
  const [lockFile, installedFile] = [join(directory, 'lock.json'), join(directory, 'installed.json')];
  let mustInstall: MustInstall;

  const write = (file: string, packages: object) => writeFileSync(file, JSON.stringify({ packages }));

  beforeAll(async () => {
    ({ mustInstall } = (await import(SET_UP)) as { mustInstall: MustInstall });
    write(lockFile, {
      '': { version: '1.0.0' },
      'packages/own': { version: '1.0.0' },
      'node_modules/own': { link: true, resolved: 'packages/own' },
      'node_modules/needed': { version: '2.0.0' },
      'node_modules/of-another-platform': { version: '3.0.0', optional: true },
    });
  });

  afterAll(() => rmSync(directory, { recursive: true }));

  it('returns true if a package is missing or has another version', () => {
    expect(mustInstall(lockFile, join(directory, 'missing.json'))).toBe(true);
    write(installedFile, {});
    expect(mustInstall(lockFile, installedFile)).toBe(true);
    write(installedFile, { 'node_modules/needed': { version: '1.9.0' } });
    expect(mustInstall(lockFile, installedFile)).toBe(true);
  });

  it('returns false if every version is installed, although the lock file is newer', () => {
    write(installedFile, { 'node_modules/needed': { version: '2.0.0' } });
    utimesSync(installedFile, 1, 1);
    expect(mustInstall(lockFile, installedFile)).toBe(false);
  });
});
