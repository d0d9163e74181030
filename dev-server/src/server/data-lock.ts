import { processIdentity, UserError } from '@driver-dispatch/local-servers';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE = 'dev-server.pid';

/**
 * Locks the data folder for this process, and creates it if it is missing. A lock whose process has ended does not count,
 * even if another process has its id.
 *
 * @returns unlocks the folder
 * @throws UserError when another development server runs with the folder, or it can't be written
 */
export function lockData(directory: string): () => void {
  const file = join(directory, FILE);
  const content = `${process.pid}\n${processIdentity(process.pid)}`;
  try {
    mkdirSync(directory, { recursive: true });
    // PostgreSQL may run as another user, who must reach its folder in this one.
    chmodSync(directory, 0o755);
    writeFileSync(file, content, { flag: 'wx' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST') {
      throw new UserError(
        `The data folder ${directory} can't be written (${code}). ` +
          'Make it writable for this user, or choose another folder: npm start -- --data DIRECTORY',
        { cause: error },
      );
    }
    const [pid = '', identity] = readFileSync(file, 'utf8').split('\n');
    if (Number(pid) !== process.pid && processIdentity(Number(pid)) === identity) {
      throw new UserError(
        `A development server is running already (process ${pid}). Stop it with Ctrl-C first.`,
      );
    }
    writeFileSync(file, content);
  }
  return () => rmSync(file, { force: true });
}
