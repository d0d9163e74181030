import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../../dev-server/bin/setup.mjs';

/**
 * Runs one of the project's scripts to its end, which says at once what it has to say.
 *
 * @returns whether it ended well
 */
export function runScript(script, args, env = {}) {
  return ended(start(script, args, env, 'inherit'));
}

/**
 * Runs one of the project's scripts beside others: what it has said is told in one piece at its end.
 *
 * @returns whether it ended well
 */
export async function runScriptAside(script, args, env = {}) {
  const child = start(script, args, env, 'pipe');
  const said = [];
  child.stdout.on('data', (chunk) => said.push(chunk));
  child.stderr.on('data', (chunk) => said.push(chunk));
  const well = await ended(child);
  process.stdout.write(Buffer.concat(said));
  return well;
}

function start(script, args, env, output) {
  return spawn(process.execPath, [join(ROOT, script), ...args], {
    cwd: ROOT,
    stdio: ['ignore', output, output],
    env: { ...process.env, ...env },
  });
}

function ended(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code === 0));
  });
}
