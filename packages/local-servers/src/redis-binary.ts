import { binaryOnPath, requireBinary } from './binary-on-path';

const NAMES = ['redis-server', 'valkey-server'];

/** The command that brings a Redis where this package cannot bring one itself. */
export const REDIS_INSTALL_HINT =
  'Redis is missing. Install it (Debian, Ubuntu: apt-get install redis-server; macOS: brew install redis) ' +
  'so that redis-server or valkey-server is on the PATH.';

/** The Redis or Valkey server on the PATH, or undefined. */
export function findRedisBinary(): string | undefined {
  return binaryOnPath(...NAMES);
}

/**
 * The Redis or Valkey server on the PATH; as root on Debian or Ubuntu it is installed first when missing.
 *
 * @throws UserError with the command that brings one
 */
export function requireRedisBinary(): string {
  return requireBinary(NAMES, 'redis-server', REDIS_INSTALL_HINT);
}
