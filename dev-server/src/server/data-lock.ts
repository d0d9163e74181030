import { processIdentity, UserError } from '@driver-dispatch/local-servers';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE = 'dev-server.pid';

/**
 * Locks the data directory for this process. Creates the directory if it is missing. Replaces the lock of an ended process,
 * even if another process has its id.
 *
 * @returns a function that unlocks the directory
 * @throws UserError if another development server uses the directory, or the directory is not writable
 */
export function lockData(directory: string): () => void {
  const file = join(directory, FILE);
  const content = `${process.pid}\n${processIdentity(process.pid)}`;
  try {
    mkdirSync(directory, { recursive: true });
    // PostgreSQL may run as another user, who needs access to its subfolder.
    chmodSync(directory, 0o755);
    writeFileSync(file, content, { flag: 'wx' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST') {
      throw new UserError(
        `The data directory ${directory} is not writable (${code}). ` +
          'Make it writable for this user, or choose another directory: npm start -- --data DIRECTORY',
        { cause: error },
      );
    }
    const [pid = '', identity] = readFileSync(file, 'utf8').split('\n');
    if (Number(pid) !== process.pid && processIdentity(Number(pid)) === identity) {
      throw new UserError(
        `Another development server is running (process ${pid}). Stop it with Ctrl-C first.`,
      );
    }
    writeFileSync(file, content);
  }
  return () => rmSync(file, { force: true });
}
