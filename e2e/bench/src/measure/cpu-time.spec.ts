import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpuSeconds } from './cpu-time';

const BURN_SECONDS = 0.3;
const BURN = `for (let i = 0; process.cpuUsage().user < ${BURN_SECONDS * 1e6};) for (let j = 0; j < 1e6; j++) i += j;`;

it('counts the CPU time of descendants that have ended', async () => {
  const burn = `"${process.execPath}" -e '${BURN}'`;
  // A shell whose child runs a grandchild, as PostgreSQL's main process starts backends.
  const shell = spawn('sh', ['-c', `sh -c "${burn.replaceAll('"', '\\"')}; true"; echo done; read line`]);
  try {
    await once(shell.stdout, 'data');
    expect(cpuSeconds([shell.pid!])).toBeGreaterThanOrEqual(BURN_SECONDS * 0.9);
    expect(cpuSeconds([])).toBe(0);
  } finally {
    shell.stdin.end();
    await once(shell, 'exit');
  }
});
