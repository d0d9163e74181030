import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ENVIRONMENT = {
  NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning',
  VENDURE_DISABLE_TELEMETRY: 'true',
};

/**
 * Runs tests of all workspaces.
 *
 * @param run runs a script: script, arguments, environment; resolves to whether it ended well
 * @returns how many have passed and failed: each test, and each file that could not even be run
 */
export async function runJest(run, args) {
  const directory = mkdtempSync(join(tmpdir(), 'dispatch-tests-'));
  const report = join(directory, 'report.json');
  try {
    const clean = await run(
      'node_modules/jest/bin/jest.js',
      ['-c', 'e2e/jest.all.cjs', '--testTimeout=30000', '--json', `--outputFile=${report}`, ...args],
      ENVIRONMENT,
    );
    const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(
      readFileSync(report, 'utf8'),
    );
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    return { passed: numPassedTests, failed: clean || failed > 0 ? failed : 1 };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
