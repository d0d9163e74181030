/**
 * Everything that can be checked, from a fresh clone: set-up, formatting, lint, imports, then every workspace's
 * tests. Ends with the line `N passed, N failed`, counted from what ran.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ROOT, setUp } from '../../dev-server/bin/setup.mjs';
import lanes from '../lanes.cjs';
import { runJest } from './run-jest.mjs';
import { runScript } from './run-script.mjs';
import { checkSources } from './static-checks.mjs';

const only = process.argv.slice(2);
const counts = { passed: 0, failed: 0 };

function count(name, passed) {
  counts[passed ? 'passed' : 'failed'] += 1;
  console.log(`${passed ? 'ok' : 'FAILED'}: ${name}\n`);
}

async function countTests(name, tests) {
  try {
    const { passed, failed } = await tests;
    counts.passed += passed;
    counts.failed += failed;
  } catch (error) {
    console.error(error);
    count(name, false);
  }
}

try {
  await setUp();
  // Brings a Redis where that can be done, and says how where it can't.
  createRequire(import.meta.url)(join(ROOT, 'packages/local-servers/dist')).requireRedisBinary();
  if (only.length === 0) {
    await checkSources(count);
  }
  await Promise.all(lanes.LANES.map((lane) => countTests(`tests: ${lane}`, runJest(runScript, lane, only))));
} catch (error) {
  console.error(`\n${error.message}\n`);
  counts.failed += 1;
}
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exit(counts.failed === 0 && counts.passed > 0 ? 0 : 1);
