import { mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { UNPRIVILEGED_USER } from './server-user';
import { UserError } from './user-error';

/** Whether every user may enter a folder and all its parent folders. */
export function everyoneMayEnter(folder: string): boolean {
  const open = (statSync(folder).mode & 0o001) !== 0;
  const parent = dirname(folder);
  return open && (parent === folder || everyoneMayEnter(parent));
}

/**
 * Returns the folder for temporary files that servers can access: as root, a folder that every user may enter.
 *
 * @throws UserError when there is none
 */
export function temporaryRoot(isRoot = process.getuid?.() === 0): string {
  if (!isRoot) {
    return tmpdir();
  }
  const root = [tmpdir(), '/tmp', '/var/tmp'].find(canBeEntered);
  if (!root) {
    throw new UserError(
      `PostgreSQL runs as the user ${UNPRIVILEGED_USER}, who can't enter ${tmpdir()}. ` +
        'Set TMPDIR to a folder that every user may enter.',
    );
  }
  return root;
}

/**
 * Creates a temporary folder.
 *
 * @throws UserError when it can't be created
 */
export function createTemporaryFolder(prefix: string): string {
  const root = temporaryRoot();
  try {
    return mkdtempSync(join(root, prefix));
  } catch (error) {
    throw new UserError(
      `A temporary folder can't be created in ${root} (${(error as NodeJS.ErrnoException).code}). ` +
        'Free some space there, or set TMPDIR to another folder.',
      { cause: error },
    );
  }
}

function canBeEntered(folder: string): boolean {
  try {
    return everyoneMayEnter(folder);
  } catch {
    return false;
  }
}
