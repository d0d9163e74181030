import { parseArgs } from 'node:util';
import { buildDashboard } from './dashboard.mjs';
import { buildDriverApp } from './driver-app.mjs';
import { endWithNpm, runServer } from './run-server.mjs';
import { setUp } from './setup.mjs';

const args = process.argv.slice(2);

endWithNpm();
try {
  await setUp();
  const { values } = parseArgs({ args, strict: false, options: { help: { short: 'h', type: 'boolean' } } });
  if (!values.help && values.mdrp === undefined) {
    await buildDashboard();
    await buildDriverApp();
  }
} catch (error) {
  console.error(`\n${error.message}`);
  process.exit(1);
}
runServer(args);
