/**
 * Runs the development server with hot reload: compiles changed sources, restarts the shop or the engine when their compiled
 * files change, and serves the dashboard with Vite, which reloads the page. Takes the options of `npm start`.
 */
import { spawn } from 'node:child_process';
import { utimesSync, watch } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { buildDriverApp } from './driver-app.mjs';
import { endWithNpm, runServer } from './run-server.mjs';
import { COMPILER, ROOT, setUp } from './setup.mjs';

/** Folders whose changes restart the shop. */
const SHOP = [
  'packages/contract/dist',
  'plugins/driver-integration/dist',
  'plugins/seller-store-info/dist',
  'dev-server/dist/shop',
];

const ENGINE = join(ROOT, 'packages', 'assignment-engine');

const args = ['--watch', ...process.argv.slice(2)];

endWithNpm();
try {
  await setUp();
  const require = createRequire(import.meta.url);
  const { parseArguments, DASHBOARD_PORT_OFFSET } = require('../dist/arguments.js');
  const { command, port } = parseArguments(args);
  if (command === 'serve') {
    await buildDriverApp();
    const { guardChild } = require('@driver-dispatch/local-servers');
    guardChild(compileChanges(), 'SIGTERM');
    restartEngineAfterSqlChanges();
    await serveDashboard(port + DASHBOARD_PORT_OFFSET, `http://127.0.0.1:${port}`);
    // The watching Node.js does not notice that this process was killed.
    guardChild(
      runServer(
        args,
        SHOP.flatMap((folder) => ['--watch-path', join(ROOT, folder)]),
      ),
      'SIGTERM',
    );
  } else {
    runServer(args);
  }
} catch (error) {
  console.error(`\n${error.message}`);
  process.exit(1);
}

function compileChanges() {
  return spawn(COMPILER, ['-b', 'dev-server', '--watch', '--preserveWatchOutput'], {
    cwd: ROOT,
    stdio: 'inherit',
  });
}

/** Touches a compiled file of the engine when an SQL or Lua file changes, which the engine reads from its sources. */
function restartEngineAfterSqlChanges() {
  watch(join(ENGINE, 'src'), { recursive: true }, (_event, file) => {
    if (/\.(sql|lua)$/.test(file)) {
      utimesSync(join(ENGINE, 'dist', 'index.js'), new Date(), new Date());
    }
  });
}

/** Serves the dashboard. Forwards other requests to the shop, so that the browser sees one origin. */
async function serveDashboard(port, shopUrl) {
  const { createServer } = await import('vite');
  const vite = await createServer({
    configFile: join(ROOT, 'dev-server', 'dashboard', 'vite.config.mts'),
    logLevel: 'warn',
    server: { host: '127.0.0.1', port, strictPort: true, proxy: { '^/(?!dashboard/)': shopUrl } },
  });
  await vite.listen();
}
