import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildOnce } from './build-once.mjs';
import { ROOT } from './setup.mjs';

const CONFIGURATION = join(ROOT, 'dev-server', 'dashboard');

/** Builds the dashboard of the development shop, unless a build of the same sources exists. */
export function buildDashboard() {
  return buildOnce({
    name: 'Building the dashboard (1 to 2 minutes)',
    directory: CONFIGURATION,
    config: 'vite.config.mts',
    sources: [
      // Each plugin's `graphql` folder contains the types of the API.
      ...readdirSync(join(ROOT, 'plugins')).map((plugin) => join(ROOT, 'plugins', plugin, 'dashboard')),
      join(ROOT, 'packages', 'contract', 'src'),
      join(ROOT, 'packages', 'map-view', 'src'),
      CONFIGURATION,
      join(ROOT, 'dev-server', 'src', 'shop'),
    ],
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildDashboard();
}
