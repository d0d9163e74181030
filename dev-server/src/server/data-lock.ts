import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandLineOf } from './process-identity';
import { UserError } from './user-error';

const FILE = 'dev-server.pid';

/**
 * Takes the data folder for this process. A file left by a process that is gone, or whose id is another
 * program's by now, does not count: it tells the command line as well.
 *
 * @returns what gives the folder back
 * @throws UserError while another development server has it
 */
export function lockData(directory: string): () => void {
  mkdirSync(directory, { recursive: true, mode: 0o755 });
  const file = join(directory, FILE);
  const mine = `${process.pid}\n${commandLineOf(process.pid) ?? ''}`;
  try {
    writeFileSync(file, mine, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      throw error;
    }
    const [pid = '', commandLine] = readFileSync(file, 'utf8').split('\n');
    if (Number(pid) !== process.pid && commandLineOf(Number(pid)) === commandLine) {
      throw new UserError(`A development server runs already (process ${pid}). Stop it with Ctrl-C first.`);
    }
    writeFileSync(file, mine);
  }
  return () => rmSync(file, { force: true });
}
