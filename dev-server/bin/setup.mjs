import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's own folder. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

const NODE_NEEDED = [20, 19];

/** What npm has installed: the file that it writes last. */
const INSTALLED = join(ROOT, 'node_modules', '.package-lock.json');

export const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** How often a silent part shows that it is still alive, in milliseconds. */
const SIGN_OF_LIFE_MS = 10_000;

/**
 * Makes a fresh clone ready: the right Node, the dependencies of package-lock.json, compiled sources. What is
 * there already is left alone.
 *
 * @throws Error with a message for the person at the terminal
 */
export async function setUp() {
  assertNode(process.versions.node);
  if (mustInstall(join(ROOT, 'package-lock.json'), INSTALLED)) {
    await part('Installing the dependencies, some minutes the first time', npm(), [
      'ci',
      '--no-audit',
      '--no-fund',
      '--no-update-notifier',
      // Vendure's dependencies name a newer Node than they need; that is not worth a hundred lines.
      '--loglevel=error',
    ]);
  }
  await part('Compiling what changed', process.execPath, [
    join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc'),
    '-b',
  ]);
}

/** @throws Error when the version is older than needed */
export function assertNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < NODE_NEEDED[0] || (major === NODE_NEEDED[0] && minor < NODE_NEEDED[1])) {
    throw new Error(
      `Node.js ${NODE_NEEDED.join('.')} or later is needed, this is ${version}. See https://nodejs.org/`,
    );
  }
}

/** Whether a package of the lock file is missing or has another version. Optional ones may be of another platform. */
export function mustInstall(lockFile, installedFile) {
  if (!existsSync(installedFile)) {
    return true;
  }
  const packagesIn = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
  const installed = packagesIn(installedFile);
  return Object.entries(packagesIn(lockFile)).some(
    ([path, { version, link, optional }]) =>
      path.includes('node_modules/') && !link && !optional && installed[path]?.version !== version,
  );
}

/** npm as this Node runs it: the npm that started the script if there is one, else the one on the PATH. */
function npm() {
  return process.env.npm_execpath?.endsWith('.js') ? process.env.npm_execpath : 'npm';
}

/**
 * Runs a command as a part of the set-up, with its name and the seconds it took. A signal ends the command with this process.
 *
 * @throws Error with a message for the person at the terminal
 */
export async function part(name, command, args, env = {}) {
  console.log(`${name} ...`);
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  const alive = setInterval(() => console.log(`  ${seconds()} s`), SIGN_OF_LIFE_MS);
  try {
    await run(name, command, args, env);
  } finally {
    clearInterval(alive);
  }
  console.log(`  done in ${seconds()} s`);
}

function run(name, command, args, env) {
  const asScript = command.endsWith('.js') && command !== process.execPath;
  const [file, rest] = asScript ? [process.execPath, [command, ...args]] : [command, args];
  return new Promise((resolve, reject) => {
    const child = spawn(file, rest, {
      cwd: ROOT,
      stdio: 'inherit',
      env: { ...process.env, ...env },
      shell: process.platform === 'win32' && file === 'npm',
    });
    const stop = () => {
      // npm ignores other signals while it runs install scripts.
      child.kill('SIGKILL');
      process.exit(1);
    };
    SIGNALS.forEach((signal) => process.on(signal, stop));
    child.once('error', ({ code }) =>
      reject(new Error(`${file} can't be started (${code}). Is it installed?`)),
    );
    child.once('exit', (code, signal) => {
      SIGNALS.forEach((one) => process.off(one, stop));
      if (code === 0) {
        resolve();
      } else {
        reject(new Error(`${name.split(',')[0]}: failed (${code ?? signal}). The lines above show why.`));
      }
    });
  });
}
