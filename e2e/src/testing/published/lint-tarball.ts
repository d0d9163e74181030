import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { ROOT, type Tarball } from './tarballs';

/** What is said of a package of sources, which the dashboard's bundler compiles and Node never loads. */
const NODE_RULES = ['no-resolution', 'cjs-resolves-to-esm', 'internal-resolution-error'];

/** What publint and attw find wrong with a tarball: its entries, and its types in each mode of resolution. */
export async function lintTarball({ file, manifest }: Tarball): Promise<string[]> {
  const complaints = await Promise.all([
    complaint('publint', ['run', file, '--strict']),
    complaint('attw', [
      file, '--format', 'ascii', '--no-emoji',
      ...(manifest.type === 'module' ? ['--ignore-rules', ...NODE_RULES] : []),
    ]),
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
