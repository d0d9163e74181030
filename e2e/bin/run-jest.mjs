import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../dev-server/bin/setup.mjs';

const ENVIRONMENT = {
  NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning',
  VENDURE_DISABLE_TELEMETRY: 'true',
};

/**
 * Runs the tests of a lane, of all workspaces, in a process of their own that is begun anew when it has grown: module by
 * module Jest keeps more than it gives back.
 *
 * @param run runs a script: script, arguments, environment; resolves to whether it ended well
 * @param lane one of LANES
 * @returns how many have passed and failed: each test, and each file that could not even be run
 */
export async function runJest(run, lane, args) {
  const directory = mkdtempSync(join(tmpdir(), 'dispatch-tests-'));
  const report = join(directory, 'report.json');
  try {
    const clean = await run(
      'node_modules/jest/bin/jest.js',
      [
        '--config=e2e/jest.all.cjs',
        `--filter=${join(ROOT, 'e2e/lanes.cjs')}`,
        '--maxWorkers=1',
        '--workerIdleMemoryLimit=1GB',
        '--testTimeout=30000',
        '--passWithNoTests',
        '--json',
        `--outputFile=${report}`,
        ...args,
      ],
      { ...ENVIRONMENT, TEST_LANE: lane },
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
