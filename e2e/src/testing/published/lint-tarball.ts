import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { ROOT, type Tarball } from './tarballs';

/** Ignored rules for a package of sources, which the dashboard's bundler compiles and Node never loads. */
const NODE_RULES = ['no-resolution', 'cjs-resolves-to-esm', 'internal-resolution-error'];

/** Returns the problems that publint and attw find in a tarball's entry points and types. */
export async function lintTarball({ file, manifest }: Tarball): Promise<string[]> {
  const problems = await Promise.all([
    problemsBy('publint', ['run', file, '--strict']),
    problemsBy('attw', [
      file,
      '--format',
      'ascii',
      '--no-emoji',
      ...(manifest.type === 'module' ? ['--ignore-rules', ...NODE_RULES] : []),
    ]),
  ]);
  return problems.filter((text) => text !== '');
}

/** @returns the output of the command if it fails, else an empty string */
function problemsBy(command: string, args: string[]): Promise<string> {
  const script = join(ROOT, 'node_modules', '.bin', command);
  return new Promise((resolve) =>
    execFile(process.execPath, [script, ...args], (error, stdout, stderr) =>
      resolve(error ? `${command}: ${stdout}${stderr}` : ''),
    ),
  );
}
