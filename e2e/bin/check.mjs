/** Compiles, then runs the static checks of `npm test`. */
import { setUp } from '../../dev-server/bin/setup.mjs';
import { CHECKS, runChecks } from './static-checks.mjs';

const failed = [];
function onResult(name, passed) {
  if (!passed) {
    failed.push(name);
  }
  console.log(`${passed ? 'ok' : 'FAILED'}: ${name}\n`);
}

try {
  await setUp();
  await runChecks(CHECKS, onResult);
} catch (error) {
  console.error(`\n${error.message}\n`);
  process.exit(1);
}
if (failed.length > 0) {
  console.error(`Failed: ${failed.join(', ')}`);
  process.exit(1);
}
