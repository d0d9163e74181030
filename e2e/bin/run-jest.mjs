import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { runScript } from './run-script.mjs';

const ENVIRONMENT = {
  NODE_OPTIONS:
    '--experimental-vm-modules --disable-warning=ExperimentalWarning --disable-warning=DeprecationWarning',
  VENDURE_DISABLE_TELEMETRY: 'true',
};

/**
 * Runs the tests of all workspaces, one file more at a time than there are cores: many tests wait for servers. Prints each
 * file with its duration as it ends. A worker is replaced when it has grown: Jest keeps modules of earlier files in memory.
 *
 * @param args of Jest
 * @returns the number of passed and of failed tests; a file that can not be run counts as a failed test
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
