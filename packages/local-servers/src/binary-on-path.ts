import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { UserError } from './user-error';

/** The first of some commands that is on the PATH, or undefined. */
export function binaryOnPath(...names: string[]): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(mayBeRun);
}

/**
 * The first of some commands that is on the PATH; as root on Debian or Ubuntu a package that brings one is
 * installed first when none is.
 *
 * @param hint what is missing, in the first sentence, and how it is installed
 * @throws UserError with the hint
 */
export function requireBinary(names: string[], debianPackage: string, hint: string): string {
  const found = binaryOnPath(...names);
  if (found) {
    return found;
  }
  if (userInfo().uid === 0 && binaryOnPath('apt-get')) {
    const quiet = { stdio: 'ignore' as const, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
    console.log(`${hint.split('.')[0]}. Installing ${debianPackage} with apt-get ...`);
    try {
      execFileSync('apt-get', ['update'], quiet);
      execFileSync('apt-get', ['install', '-y', '--no-install-recommends', debianPackage], quiet);
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

/** Whether this user may run a file. */
export function mayBeRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
