import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT, runStep } from './setup.mjs';

const CONFIGURATION = join(ROOT, 'dev-server', 'dashboard');

/** The fingerprint of the sources from which the dashboard was built. */
const FINGERPRINT_FILE = join(CONFIGURATION, 'dist', 'fingerprint.txt');

/** Sources of the dashboard. Each plugin's `graphql` folder contains the types of the API. */
const SOURCES = [
  ...readdirSync(join(ROOT, 'plugins')).map((plugin) => join(ROOT, 'plugins', plugin, 'dashboard')),
  join(ROOT, 'packages', 'contract', 'src'),
  join(ROOT, 'packages', 'map-view', 'src'),
  CONFIGURATION,
  join(ROOT, 'dev-server', 'src', 'shop'),
];

/** Builds the dashboard of the development shop, unless a build of the same sources exists. */
export async function buildDashboard() {
  const sources = fingerprint();
  if (existsSync(FINGERPRINT_FILE) && readFileSync(FINGERPRINT_FILE, 'utf8') === sources) {
    return;
  }
  await runStep(
    'Building the dashboard (1 to 2 minutes)',
    process.execPath,
    [
      join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js'),
      'build',
      '--logLevel',
      'error',
      '--config',
      join(CONFIGURATION, 'vite.config.mts'),
    ],
    // The build needs 2 GB, more than the default heap limit of Node.js on a small machine.
    { NODE_OPTIONS: '--max-old-space-size=3072' },
  );
  writeFileSync(FINGERPRINT_FILE, sources);
}

/** A hash of the sources and of package-lock.json. */
function fingerprint() {
  const hash = createHash('sha256').update(readFileSync(join(ROOT, 'package-lock.json')));
  for (const file of SOURCES.flatMap(filesOf).sort()) {
    hash.update(`\0${relative(ROOT, file)}\0`).update(readFileSync(file));
  }
  return hash.digest('hex');
}

function filesOf(folder) {
  if (!existsSync(folder)) {
    return [];
  }
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((file) => !relative(folder, file).startsWith('dist') && !/spec\.tsx?$/.test(file));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildDashboard();
}
