import { binaryOnPath, requireBinary } from './binary-on-path';

const NAMES = ['redis-server', 'valkey-server'];

export const REDIS_INSTALL_HINT =
  'Redis is missing. Install it (Debian, Ubuntu: apt-get install redis-server; macOS: brew install redis) ' +
  'so that redis-server or valkey-server is on the PATH.';

/** Returns the Redis or Valkey server on the PATH; undefined if there is none. */
export function findRedisBinary(): string | undefined {
  return binaryOnPath(...NAMES);
}

/**
 * Returns the Redis or Valkey server on the PATH. As root on Debian or Ubuntu, installs a missing one.
 *
 * @throws UserError with the command that installs one
 */
export function requireRedisBinary(): string {
  return requireBinary(NAMES, 'redis-server', REDIS_INSTALL_HINT);
}
