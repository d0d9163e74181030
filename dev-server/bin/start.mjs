import { buildDashboard } from './dashboard.mjs';
import { endWithNpm, runServer } from './run-server.mjs';
import { setUp } from './setup.mjs';

const args = process.argv.slice(2);

endWithNpm();
try {
  await setUp();
  if (!args.some((argument) => /^(--help|-h|--mdrp(=.*)?)$/.test(argument))) {
    await buildDashboard();
  }
} catch (error) {
  console.error(`\n${error.message}`);
  process.exit(1);
}
runServer(args);
