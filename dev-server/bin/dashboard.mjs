import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { part, ROOT } from './setup.mjs';

const CONFIGURATION = join(ROOT, 'dev-server', 'dashboard');

/** Of which sources the built dashboard is, left in it by the build that made it. */
const BUILT_OF = join(CONFIGURATION, 'dist', 'built-of.txt');

/** What ends up in the dashboard. The API, which it is checked against, is known by each plugin's `graphql` folder. */
const SOURCES = [
  ...readdirSync(join(ROOT, 'plugins')).map((plugin) => join(ROOT, 'plugins', plugin, 'dashboard')),
  join(ROOT, 'packages', 'map-view', 'src'),
  CONFIGURATION,
  join(ROOT, 'dev-server', 'src', 'shop'),
];

/** Builds the dashboard of the development shop, unless it is there already, made of the same sources. */
export async function buildDashboard() {
  const sources = fingerprint();
  if (existsSync(BUILT_OF) && readFileSync(BUILT_OF, 'utf8') === sources) {
    return;
  }
  await part(
    'Building the dashboard, a minute or two',
    process.execPath,
    [
      join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'error',
      '--config', join(CONFIGURATION, 'vite.config.mts'),
    ],
    // The build wants 2 GB, which is more than Node allows itself on a small machine.
    { NODE_OPTIONS: '--max-old-space-size=3072' },
  );
  writeFileSync(BUILT_OF, sources);
}

/** Changes with the sources and with what is installed. */
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
