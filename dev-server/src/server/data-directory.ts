import { everyoneMayEnter, temporaryRoot } from '@driver-dispatch/local-servers';
import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';

const PACKAGE_DIRECTORY = resolve(__dirname, '..', '..');

/**
 * The folder of the development server's databases if none is given: `.data` in its package. PostgreSQL does not run as root,
 * and its own user can't enter a closed folder such as root's home: there it is a temporary folder named after the package's
 * path.
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
