import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { userInfo } from 'node:os';
import { delimiter, join } from 'node:path';

/** The command that brings a Redis where this package cannot bring one itself. */
export const REDIS_INSTALL_HINT =
  'Redis is missing. Install it (Debian, Ubuntu: apt-get install redis-server; macOS: brew install redis) ' +
  'so that redis-server or valkey-server is on the PATH.';

function onPath(name: string): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((directory) => join(directory, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** The Redis or Valkey server on the PATH, or undefined. */
export function findRedisBinary(): string | undefined {
  return onPath('redis-server') ?? onPath('valkey-server');
}

/**
 * The Redis or Valkey server on the PATH; as root on Debian or Ubuntu it is installed first when missing.
 *
 * @throws Error with the command that brings one
 */
export function requireRedisBinary(): string {
  const found = findRedisBinary();
  if (found) {
    return found;
  }
  if (userInfo().uid === 0 && onPath('apt-get')) {
    const quiet = { stdio: 'ignore' as const, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
    console.log('Redis is missing: installing redis-server with apt-get ...');
    try {
      execFileSync('apt-get', ['update'], quiet);
      execFileSync('apt-get', ['install', '-y', '--no-install-recommends', 'redis-server'], quiet);
    } catch (error) {
      throw new Error(REDIS_INSTALL_HINT, { cause: error });
    }
  }
  const installed = findRedisBinary();
  if (!installed) {
    throw new Error(REDIS_INSTALL_HINT);
  }
  return installed;
}
