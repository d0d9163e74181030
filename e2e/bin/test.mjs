/**
 * All checks and tests, from a fresh clone: set-up, static checks, then the tests of all workspaces. With arguments: only
 * the test files whose names match. The last line is `N passed, N failed`, counted from what ran.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ROOT, setUp } from '../../dev-server/bin/setup.mjs';
import { runJest } from './run-jest.mjs';
import { checkSources } from './static-checks.mjs';

const args = process.argv.slice(2);
const counts = { passed: 0, failed: 0 };

try {
  await setUp();
  // Installs Redis where it can, otherwise explains how to install it.
  createRequire(import.meta.url)(join(ROOT, 'packages/local-servers/dist')).requireRedisBinary();
  if (args.length === 0) {
    await checkSources((name, passed) => {
      counts[passed ? 'passed' : 'failed'] += 1;
      console.log(`${passed ? 'ok' : 'FAILED'}: ${name}\n`);
    });
  }
  const { passed, failed } = await runJest(args);
  counts.passed += passed;
  counts.failed += failed;
} catch (error) {
  console.error(`\n${error.stack}\n`);
  counts.failed += 1;
}
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exit(counts.failed === 0 && counts.passed > 0 ? 0 : 1);
