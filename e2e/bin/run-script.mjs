import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../../dev-server/bin/setup.mjs';

/**
 * Runs one of the project's scripts and passes its output through.
 *
 * @returns whether it exited with 0
 */
export function runScript(script, args, env = {}) {
  return ended(start(script, args, env, 'inherit'));
}

/**
 * Runs one of the project's scripts and prints its output when it has ended, so that outputs of parallel scripts do not mix.
 *
 * @returns whether it exited with 0
 */
export async function runScriptBuffered(script, args, env = {}) {
  const child = start(script, args, env, 'pipe');
  const output = [];
  child.stdout.on('data', (chunk) => output.push(chunk));
  child.stderr.on('data', (chunk) => output.push(chunk));
  const succeeded = await ended(child);
  process.stdout.write(Buffer.concat(output));
  return succeeded;
}

function start(script, args, env, stdio) {
  return spawn(process.execPath, [join(ROOT, script), ...args], {
    cwd: ROOT,
    stdio: ['ignore', stdio, stdio],
    env: { ...process.env, ...env },
  });
}

function ended(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code === 0));
  });
}
