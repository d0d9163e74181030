import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { runScript } from './run-script.mjs';

const ENVIRONMENT = {
  // Loading modules creates much garbage: a larger young generation (in MB) needs a tenth less CPU time.
  NODE_OPTIONS:
    '--experimental-vm-modules --max-semi-space-size=64 --disable-warning=ExperimentalWarning --disable-warning=DeprecationWarning',
  VENDURE_DISABLE_TELEMETRY: 'true',
};

/**
 * Runs the tests of all workspaces. Uses one worker more than there are cores, because many tests wait for servers. Prints
 * each file with its duration. Restarts workers above 1 GB: Jest keeps the modules of earlier files in memory.
 *
 * @param args arguments of Jest
 * @returns the numbers of passed and failed tests; a file that can't be run counts as a failed test
 */
export async function runJest(args) {
  const directory = mkdtempSync(join(tmpdir(), 'dispatch-tests-'));
  const report = join(directory, 'report.json');
  try {
    const clean = await runScript(
      'node_modules/jest/bin/jest.js',
      [
        '--config=e2e/jest.all.cjs',
        `--maxWorkers=${availableParallelism() + 1}`,
        '--workerIdleMemoryLimit=1GB',
        '--silent',
        '--json',
        `--outputFile=${report}`,
        ...args,
      ],
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
