import { everyoneMayEnter, temporaryRoot } from '@driver-dispatch/local-servers';
import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';

const PACKAGE_DIRECTORY = resolve(__dirname, '..', '..');

/**
 * The default directory of the databases: `.data` in the package. As PostgreSQL does not run as root, root gets a temporary
 * directory, named by a hash of the package's path, if other users cannot enter the package's directory.
 */
export function dataDirectory(
  packageDirectory = PACKAGE_DIRECTORY,
  isRoot = process.getuid?.() === 0,
): string {
  if (!isRoot || everyoneMayEnter(packageDirectory)) {
    return join(packageDirectory, '.data');
  }
  const hash = createHash('sha256').update(packageDirectory).digest('hex').slice(0, 12);
  return join(temporaryRoot(), `driver-dispatch-${hash}`);
}
