/**
 * Runs the set-up, the static checks and the tests of all workspaces; works in a fresh clone. With arguments: only the test
 * files whose names match. The last line of the output is `N passed, N failed`.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ROOT, setUp } from '../../dev-server/bin/setup.mjs';
import { runJest } from './run-jest.mjs';
import { selectTests } from './select-tests.mjs';
import { BUILDS, CHECKS, runChecks } from './static-checks.mjs';

const args = process.argv.slice(2);
const counts = { passed: 0, failed: 0 };
let jestArgs;
let deleteTemporaryFiles;

function onResult(name, passed) {
  counts[passed ? 'passed' : 'failed'] += 1;
  console.log(`${passed ? 'ok' : 'FAILED'}: ${name}\n`);
}

try {
  jestArgs = selectTests(args);
  await setUp();
  const { keepTemporaryFilesInMemory, PostgresServer, requireChromium, requireRedisBinary } = createRequire(
    import.meta.url,
  )(join(ROOT, 'packages/local-servers/dist'));
  // Installs Redis and Chromium if possible, otherwise explains how to install them.
  requireRedisBinary();
  if (args.length === 0) {
    requireChromium();
  }
  deleteTemporaryFiles = keepTemporaryFilesInMemory();
  // Reports a PostgreSQL that does not start once, instead of in each test file.
  await PostgresServer.prepareTemplate();
} catch (error) {
  console.error(`\n${error.message}\n`);
  console.log('0 passed, 1 failed');
  process.exit(1);
}
try {
  if (args.length === 0) {
    await runChecks([...BUILDS, ...CHECKS], onResult);
  }
  const { passed, failed } = await runJest(jestArgs);
  counts.passed += passed;
  counts.failed += failed;
} catch (error) {
  console.error(`\n${error.stack}\n`);
  counts.failed += 1;
}
deleteTemporaryFiles();
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exit(counts.failed === 0 && counts.passed > 0 ? 0 : 1);
