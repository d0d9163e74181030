import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root folder of the repository. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

const NODE_NEEDED = [20, 19];

/** npm's list of installed packages, which it writes last. */
const INSTALLED = join(ROOT, 'node_modules', '.package-lock.json');

export const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Interval between two progress lines of a step, in milliseconds. */
const PROGRESS_INTERVAL_MS = 10_000;

/** TypeScript's native compiler, without the script that starts it: a signal must reach the compiler itself. */
export const COMPILER = join(
  ROOT,
  'node_modules',
  '@typescript',
  `typescript-${process.platform}-${process.arch}`,
  'lib',
  process.platform === 'win32' ? 'tsc.exe' : 'tsc',
);

/**
 * Prepares a clone: checks the version of Node.js, installs the dependencies of package-lock.json if they differ, and
 * compiles changed sources.
 *
 * @throws Error with a message for the user
 */
export async function setUp() {
  assertNode(process.versions.node);
  if (mustInstall(join(ROOT, 'package-lock.json'), INSTALLED)) {
    await runStep('Installing the dependencies (some minutes the first time)', npm(), [
      'ci',
      '--no-audit',
      '--no-fund',
      '--no-update-notifier',
      // Hides warnings about dependencies of Vendure that require a newer Node.js than they need.
      '--loglevel=error',
    ]);
  }
  await runStep('Compiling changed sources', COMPILER, ['-b']);
}

/** @throws Error if the version is older than 20.19 */
export function assertNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < NODE_NEEDED[0] || (major === NODE_NEEDED[0] && minor < NODE_NEEDED[1])) {
    throw new Error(
      `Node.js ${NODE_NEEDED.join('.')} or later is required, this is ${version}. See https://nodejs.org/`,
    );
  }
}

/** Whether a package of the lock file is missing or has another version. Ignores optional packages (other platforms). */
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

/** The npm that started this script, or else `npm` on the PATH. */
function npm() {
  return process.env.npm_execpath?.endsWith('.js') ? process.env.npm_execpath : 'npm';
}

/**
 * Runs a command as a step of the setup. Prints the step's name and duration. A signal ends the command and this process.
 *
 * @throws Error with a message for the user
 */
export async function runStep(name, command, args, env = {}) {
  console.log(`${name} ...`);
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  const progress = setInterval(() => console.log(`  ${seconds()} s`), PROGRESS_INTERVAL_MS);
  try {
    await run(name, command, args, env);
  } finally {
    clearInterval(progress);
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
        reject(new Error(`${name.split(' (')[0]} failed (${code ?? signal}). See the output above.`));
      }
    });
  });
}
