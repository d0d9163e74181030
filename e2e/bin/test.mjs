/**
 * Everything that can be checked, from a fresh clone: set-up, formatting, lint, imports, then every workspace's
 * tests. Ends with the line `N passed, N failed`, counted from what ran.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, setUp } from '../../dev-server/bin/setup.mjs';

const only = process.argv.slice(2);
const counts = { passed: 0, failed: 0 };

function count(name, passed) {
  counts[passed ? 'passed' : 'failed'] += 1;
  console.log(`${passed ? 'ok' : 'FAILED'}: ${name}\n`);
}

function node(script, args, env = {}) {
  const { status } = spawnSync(process.execPath, [join(ROOT, script), ...args], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  return status === 0;
}

/** Counts each test, and each file that could not even be run. */
function runTests() {
  const directory = mkdtempSync(join(tmpdir(), 'dispatch-tests-'));
  const report = join(directory, 'report.json');
  try {
    const clean = node(
      'node_modules/jest/bin/jest.js',
      [
        '-c',
        'e2e/jest.all.cjs',
        '--maxWorkers=2',
        '--testTimeout=30000',
        '--json',
        `--outputFile=${report}`,
        ...only,
      ],
      {
        NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning',
        VENDURE_DISABLE_TELEMETRY: 'true',
      },
    );
    const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(
      readFileSync(report, 'utf8'),
    );
    counts.passed += numPassedTests;
    counts.failed += numFailedTests + numRuntimeErrorTestSuites;
    if (!clean && counts.failed === 0) {
      count('the test run itself', false);
    }
  } catch (error) {
    console.error(error);
    count('the test run', false);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

try {
  await setUp();
  // Brings a Redis where that can be done, and says how where it can't.
  createRequire(import.meta.url)(join(ROOT, 'packages/local-servers/dist')).requireRedisBinary();
  if (only.length === 0) {
    count('formatting', node('node_modules/prettier/bin/prettier.cjs', ['--check', '--log-level=warn', '.']));
    count('generated types', node('dev-server/dist/codegen/main.js', ['--check']));
    count('dashboards', node('dev-server/bin/check-dashboards.mjs', []));
    count('translations', node('dev-server/bin/check-translations.mjs', []));
    count('lint', node('node_modules/eslint/bin/eslint.js', ['.']));
    count(
      'imports',
      node('node_modules/dependency-cruiser/bin/dependency-cruise.mjs', [
        ...['--config', '.dependency-cruiser.cjs'],
        ...['packages', 'plugins', 'dev-server', 'e2e'],
      ]),
    );
  }
  runTests();
} catch (error) {
  console.error(`\n${error.message}\n`);
  counts.failed += 1;
}
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exit(counts.failed === 0 && counts.passed > 0 ? 0 : 1);
