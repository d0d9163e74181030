import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './tarballs';

/** What publint and attw find wrong with a tarball: its entries, and its types in each mode of resolution. */
export async function lintTarball(file: string): Promise<string[]> {
  const complaints = await Promise.all([
    complaint('publint', ['run', file, '--strict']),
    complaint('attw', [file, '--format', 'ascii', '--no-emoji']),
  ]);
  return complaints.filter((text) => text !== '');
}

/** @returns what the command prints if it is not content, else nothing */
function complaint(command: string, args: string[]): Promise<string> {
  const script = join(ROOT, 'node_modules', '.bin', command);
  return new Promise((resolve) =>
    execFile(process.execPath, [script, ...args], (error, stdout, stderr) =>
      resolve(error ? `${command}: ${stdout}${stderr}` : ''),
    ),
  );
}
