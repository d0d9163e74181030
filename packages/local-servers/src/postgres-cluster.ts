import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { guardChild } from './guard';
import { postgresBinaries } from './postgres-binaries';
import { createTemporaryFolder, everyoneMayEnter } from './reachable-folder';
import { changeOwner, serverUser, UNPRIVILEGED_USER, type ServerUser } from './server-user';
import { UserError } from './user-error';

/** The superuser of every cluster. */
export const SUPERUSER = { name: 'dispatch', password: 'dispatch' };

/**
 * Prepares a folder for PostgreSQL: creates it, makes PostgreSQL's user its owner, and runs initdb unless it has a cluster.
 *
 * @param durable whether the new files are flushed to the disk
 * @throws UserError when the folder can't be used or initdb fails
 */
export async function prepareCluster(folder: string, durable: boolean): Promise<void> {
  const user = serverUser();
  createOwnedFolder(folder, user);
  if (!existsSync(join(folder, 'PG_VERSION'))) {
    await initialize(folder, durable, user);
  }
}

/** Returns the line of PostgreSQL's output with the cause of a failed start. */
export function failureIn(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const failure = lines.findLast((line) => /FATAL|PANIC|error:/.test(line)) ?? lines.at(-1);
  return failure?.replace(/^.*?(FATAL|PANIC|error): */, '').trim() ?? 'it printed nothing';
}

function createOwnedFolder(folder: string, user?: ServerUser): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (user) {
      changeOwner(folder, user);
    }
  } catch (error) {
    throw new UserError(
      `The folder ${folder} can't be written (${(error as NodeJS.ErrnoException).code}). ` +
        'Make it writable for this user, or choose another folder.',
      { cause: error },
    );
  }
  if (user && !everyoneMayEnter(dirname(folder))) {
    throw new UserError(
      `PostgreSQL does not run as root. It runs as the user ${UNPRIVILEGED_USER}, who can't enter ${dirname(folder)}. ` +
        'Choose a folder that every user may enter, or do not run as root.',
    );
  }
}

async function initialize(folder: string, durable: boolean, user?: ServerUser): Promise<void> {
  const { initdb } = postgresBinaries(user);
  const secrets = createTemporaryFolder('dispatch-pg-password-');
  try {
    const passwordFile = join(secrets, 'password');
    writeFileSync(passwordFile, SUPERUSER.password, { mode: 0o600 });
    if (user) {
      changeOwner(secrets, user);
    }
    const child = spawn(
      initdb,
      [
        `--pgdata=${folder}`,
        `--username=${SUPERUSER.name}`,
        `--pwfile=${passwordFile}`,
        '--auth=password',
        '--encoding=UTF8',
        '--no-locale',
        ...(durable ? [] : ['--no-sync']),
      ],
      { cwd: '/', stdio: ['ignore', 'ignore', 'pipe'], ...user },
    );
    guardChild(child);
    let output = '';
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number | null];
    if (code !== 0) {
      throw new UserError(
        `PostgreSQL can't create its files in ${folder}: ${failureIn(output)}. ` +
          'Free some space there, or choose another folder.',
      );
    }
  } finally {
    rmSync(secrets, { recursive: true, force: true });
  }
}
