import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildOnce } from './build-once.mjs';
import { ROOT } from './setup.mjs';

const DRIVER_APP = join(ROOT, 'packages', 'driver-app');

/** Builds the driver app, unless a build of the same sources exists. */
export function buildDriverApp() {
  return buildOnce({
    name: 'Building the driver app',
    directory: DRIVER_APP,
    config: 'vite.config.mjs',
    sources: [
      DRIVER_APP,
      join(ROOT, 'packages', 'contract', 'src'),
      join(ROOT, 'packages', 'map-view', 'src'),
    ],
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildDriverApp();
}
