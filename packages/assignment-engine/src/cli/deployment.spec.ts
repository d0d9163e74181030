import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../../../..');
const ENGINE = join(ROOT, 'packages/assignment-engine');
const read = (...path: string[]) => readFileSync(join(ROOT, ...path), 'utf8');

it('excludes .env from images, but not .env.example', () => {
  const rules = read('.dockerignore').split('\n');
  expect(rules).toEqual(expect.arrayContaining(['**/.env', '**/.env.*', '!**/.env.example']));
});

it('excludes .env from git, but not .env.example', () => {
  const ignored = (path: string) =>
    spawnSync('git', ['check-ignore', '-q', '--no-index', path], { cwd: ROOT }).status;
  expect(ignored('packages/assignment-engine/.env')).toBe(0);
  expect(ignored('.env.production')).toBe(0);
  expect(ignored('packages/assignment-engine/.env.example')).toBe(1);
});

it('installs the image from package-lock.json only', () => {
  const dockerfile = read('packages/assignment-engine/Dockerfile');
  expect(dockerfile).toMatch(/npm ci --omit=dev .*--workspace packages\/assignment-engine/);
  expect(dockerfile).not.toMatch(/npm (install|i) /);
  const [, command] = /^CMD \["node", "([^"]+)"/m.exec(dockerfile)!;
  expect(existsSync(join(ROOT, command))).toBe(true);
});

it('allows a PM2 process twice the memory of a busy engine', () => {
  const { apps } = jest.requireActual(join(ENGINE, 'ecosystem.config.cjs'));
  expect(parseInt(apps[0].max_memory_restart, 10)).toBeGreaterThanOrEqual(580);
});
