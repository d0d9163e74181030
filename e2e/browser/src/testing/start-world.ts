import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { World } from '../world/world';

const ROOT = join(__dirname, '..', '..', '..', '..');
const BUILDS = ['dashboard.mjs', 'driver-app.mjs'].map((name) => join(ROOT, 'dev-server', 'bin', name));

/** The compiled `world/main.ts`. */
const SHOP = join(__dirname, '..', '..', 'dist', 'world', 'main.js');

export interface StartedWorld {
  world: World;
  stop: () => Promise<void>;
}

/**
 * Builds the dashboard and the driver app if necessary, and starts the shop in a separate process.
 *
 * @throws Error with the output of the process if the shop does not start
 */
export async function startWorld(): Promise<StartedWorld> {
  for (const build of BUILDS) {
    await promisify(execFile)(process.execPath, [build]);
  }
  const child = fork(SHOP, { execArgv: [], stdio: ['ignore', 'inherit', 'pipe', 'ipc'] });
  const errors: Buffer[] = [];
  child.stderr!.on('data', (chunk: Buffer) => {
    errors.push(chunk);
    process.stderr.write(chunk);
  });
  const exited = once(child, 'exit');
  const ready = once(child, 'message').then(([message]) => message as World);
  const world = await Promise.race([ready, exited.then(() => undefined)]);
  if (!world) {
    throw new Error(`The shop of the browser tests did not start:\n${Buffer.concat(errors).toString()}`);
  }
  return {
    world,
    stop: async () => {
      child.disconnect();
      await exited;
    },
  };
}
