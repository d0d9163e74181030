import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { UserError } from './user-error';

/** Returns the path of the first of the commands that is on the PATH; undefined if none is. */
export function binaryOnPath(...names: string[]): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

/**
 * Returns the path of the first of the commands that is on the PATH. If none is, installs a package, as root on Debian or
 * Ubuntu.
 *
 * @param hint a first sentence with the name of the missing program, then how to install it
 * @throws UserError with the hint
 */
export function requireBinary(names: string[], debianPackage: string, hint: string): string {
  const found = binaryOnPath(...names);
  if (found) {
    return found;
  }
  if (userInfo().uid === 0 && binaryOnPath('apt-get')) {
    const options = { stdio: 'ignore' as const, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
    console.log(`${hint.split('.')[0]}. Installing ${debianPackage} with apt-get ...`);
    try {
      execFileSync('apt-get', ['update'], options);
      execFileSync('apt-get', ['install', '-y', '--no-install-recommends', debianPackage], options);
    } catch (error) {
      throw new UserError(hint, { cause: error });
    }
  }
  const installed = binaryOnPath(...names);
  if (!installed) {
    throw new UserError(hint);
  }
  return installed;
}

/** Whether this user may execute a file. */
export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
