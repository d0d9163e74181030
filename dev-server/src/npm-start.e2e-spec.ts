import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NpmStart } from './testing/npm-start';
import { writeTinyMdrp } from './testing/tiny-mdrp';

jest.setTimeout(360_000);

describe('npm start', () => {
  let directory: string;
  let started: NpmStart[];

  beforeEach(() => {
    started = [];
    directory = mkdtempSync(join(tmpdir(), 'npm-start-'));
    chmodSync(directory, 0o755);
  });

  afterEach(async () => {
    await Promise.all(started.map((start) => start.kill()));
    rmSync(directory, { recursive: true, force: true });
  });

  function start(...args: string[]): NpmStart {
    const begun = new NpmStart(...args);
    started.push(begun);
    return begun;
  }

  it('replays a day with --mdrp and prints its figures', async () => {
    writeTinyMdrp(directory, 15);
    const run = start('--mdrp', directory, '--speed', '60');
    await run.printed('simulated minutes per second');
    expect(await run.ended()).toBe(0);
    // o1 and o2: picked up when ready at 20, at the door at 32. The nearer courier of o3 is free again at 33, ten minutes away:
    // picked up at 44, at the door at 66.
    expect(run.totals).toMatchObject({
      orders: 3,
      delivered: 3,
      clickToDoor: { mean: 31.67, median: 22 },
      readyToPickup: { mean: 9.67, median: 0 },
    });
    await run.nothingRuns();
  });

  describe('while a day is replayed', () => {
    async function replay(): Promise<NpmStart> {
      writeTinyMdrp(directory, 4_000);
      const run = start('--mdrp', directory, '--speed', '1');
      await run.printed('simulated minutes per second');
      return run;
    }

    it.each([
      ['npm', /^npm start/, 'SIGTERM'],
      ['npm', /^npm start/, 'SIGHUP'],
      ['npm', /^npm start/, 'SIGKILL'],
      ['start.mjs', /^node .*start\.mjs/, 'SIGINT'],
      ['start.mjs', /^node .*start\.mjs/, 'SIGHUP'],
      ['start.mjs', /^node .*start\.mjs/, 'SIGKILL'],
      ['main.js', /dist.main\.js/, 'SIGTERM'],
      ['main.js', /dist.main\.js/, 'SIGKILL'],
    ] as const)('leaves no process when %s gets a signal (%s %s)', async (_name, command, signal) => {
      const run = await replay();
      run.signal(command, signal);
      await run.nothingRuns();
    });

    it('leaves no process after two Ctrl-C', async () => {
      const run = await replay();
      run.pressCtrlC();
      run.pressCtrlC();
      await run.nothingRuns();
    });
  });
});
