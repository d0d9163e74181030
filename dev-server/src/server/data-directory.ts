import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const PACKAGE_DIRECTORY = resolve(__dirname, '..', '..');

/**
 * Where the development server keeps its databases: beside its package. PostgreSQL refuses to run as root and
 * runs as a user of its own then, who can't enter a closed folder such as root's home: for that case, a
 * temporary folder named after the project's place.
 */
export function dataDirectory(packageDirectory = PACKAGE_DIRECTORY, isRoot = userInfo().uid === 0): string {
  if (!isRoot || everyoneMayEnter(packageDirectory)) {
    return join(packageDirectory, '.data');
  }
  const hash = createHash('sha256').update(packageDirectory).digest('hex').slice(0, 12);
  return join(tmpdir(), `driver-dispatch-${hash}`);
}

function everyoneMayEnter(directory: string): boolean {
  const open = (statSync(directory).mode & 0o001) !== 0;
  const parent = dirname(directory);
  return open && (parent === directory || everyoneMayEnter(parent));
}
