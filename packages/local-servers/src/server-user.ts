import { execFileSync } from 'node:child_process';
import { chownSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export interface ServerUser {
  uid: number;
  gid: number;
}

/** Name of the user that PostgreSQL runs as when this process is root. Every Unix has it. */
export const UNPRIVILEGED_USER = 'nobody';

/** Returns the user for PostgreSQL, which refuses to run as root; undefined unless this process is root. */
export function serverUser(): ServerUser | undefined {
  if (process.getuid?.() !== 0) {
    return undefined;
  }
  const id = (flag: string) => Number(execFileSync('id', [flag, UNPRIVILEGED_USER], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** Makes a user the owner of a folder and everything in it. */
export function changeOwner(folder: string, { uid, gid }: ServerUser): void {
  for (const name of ['.', ...readdirSync(folder, { recursive: true, encoding: 'utf8' })]) {
    chownSync(join(folder, name), uid, gid);
  }
}
