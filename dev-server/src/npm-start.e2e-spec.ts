import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { httpOperator } from '@driver-dispatch/contract';
import { ENGINE_PORT_OFFSET } from './arguments';
import { NpmScript } from './testing/npm-script';
import { freeShopPort } from './testing/free-shop-port';
import { writeProjectWithHangingSetup } from './testing/hanging-setup';
import { writeTinyMdrp } from './testing/tiny-mdrp';

jest.setTimeout(600_000);

describe('npm start', () => {
  let directory: string;
  let started: NpmScript[];

  beforeEach(() => {
    started = [];
    directory = mkdtempSync(join(tmpdir(), 'npm-start-'));
    chmodSync(directory, 0o755);
  });

  afterEach(async () => {
    await Promise.all(started.map((start) => start.kill()));
    rmSync(directory, { recursive: true, force: true });
  });

  function start(...args: string[]): NpmScript {
    const begun = new NpmScript('start', args);
    started.push(begun);
    return begun;
  }

  /** Arguments for a shop on a free port with a separate data directory. */
  async function shop(): Promise<string[]> {
    return ['--port', String(await freeShopPort()), '--data', join(directory, 'data')];
  }

  it('delivers the orders of --orders 2 --exit and prints totals', async () => {
    const run = start(...(await shop()), '--orders', '2', '--exit');
    await run.printed('Press Ctrl-C to stop');
    await run.printed('or as a seller: backstube@example.com, password seller');
    expect(run.output).toMatch(/Driver app +http:\S+\/driver\/#invitation=[\w-]{43}/);
    expect(await run.ended()).toBe(0);
    expect(run.totals).toMatchObject({ orders: 2, ordersDelivered: 2 });
    expect(run.totals.sellerOrdersDelivered).toBe(run.totals.sellerOrders);
    await run.nothingRuns();
  });

  it('stops with two Ctrl-C with --engine service, and starts again at once', async () => {
    const args = [...(await shop()), '--engine', 'service'];
    const first = start(...args, '--orders', '1');
    await first.printed('ASSIGNED');
    await deactivateRobin(first.output);
    first.pressCtrlC();
    await first.printed('Stopping ...');
    first.pressCtrlC();
    await first.ended();
    await first.nothingRuns();

    const second = start(...args, '--orders', '2', '--exit');
    await second.printed('Press Ctrl-C to stop');
    expect(await second.ended()).toBe(0);
    expect(second.totals).toMatchObject({ orders: 2, ordersDelivered: 2 });
    await second.nothingRuns();
  });

  it('replays a day with --mdrp and prints its figures', async () => {
    writeTinyMdrp(directory, 15);
    const run = start('--mdrp', directory, '--speed', '60');
    await run.printed('simulated minutes per second');
    expect(await run.ended()).toBe(0);
    // o1 and o2: picked up when ready at 20, delivered at 32. The nearer driver of o3 is available again at 33, ten minutes
    // away: picked up at 44, delivered at 66.
    expect(run.totals).toMatchObject({
      orders: 3,
      delivered: 3,
      clickToDoor: { mean: 31.67, median: 22 },
      readyToPickup: { mean: 9.67, median: 0 },
    });
    await run.nothingRuns();
  });

  it('leaves no process when npm is killed during the setup', async () => {
    writeProjectWithHangingSetup(directory);
    const run = new NpmScript('start', [], directory);
    started.push(run);
    await run.runs(/tsc -b/);
    await run.signal(/^npm start/, 'SIGKILL');
    await run.nothingRuns();
  });

  describe('a replay', () => {
    async function replay(): Promise<NpmScript> {
      writeTinyMdrp(directory, 4_000);
      const run = start('--mdrp', directory, '--speed', '1');
      await run.printed('simulated minutes per second');
      return run;
    }

    it.each([
      ['npm', /^npm start/, 'SIGTERM'],
      ['npm', /^npm start/, 'SIGHUP'],
      ['npm', /^npm start/, 'SIGKILL'],
      ['start.mjs', /^node .*start\.mjs/, 'SIGKILL'],
      ['main.js', /dist.main\.js/, 'SIGKILL'],
    ] as const)('leaves no process when %s gets a signal (%s %s)', async (_name, command, signal) => {
      const run = await replay();
      await run.signal(command, signal);
      await run.nothingRuns();
    });

    it('leaves no process after two Ctrl-C', async () => {
      const run = await replay();
      run.pressCtrlC();
      run.pressCtrlC();
      await run.nothingRuns();
    });
  });

  it('prints which port is in use and how to choose another', async () => {
    const port = await freeShopPort();
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(port + ENGINE_PORT_OFFSET, '127.0.0.1', resolve));
    try {
      const run = start('--port', String(port), '--data', directory);
      expect(await run.ended()).toBe(1);
      expect(run.failure).toBe(
        `Port ${port + ENGINE_PORT_OFFSET}, for the engine, is in use by another program. ` +
          'Choose another port for the shop: npm start -- --port 4000',
      );
    } finally {
      other.close();
    }
  });

  it('prints which data directory is not writable and how to choose another', async () => {
    writeFileSync(join(directory, 'file'), '');
    const data = join(directory, 'file', 'data');
    const run = start('--data', data);
    expect(await run.ended()).toBe(1);
    expect(run.failure).toBe(
      `The data directory ${data} is not writable (ENOTDIR). ` +
        'Make it writable for this user, or choose another directory: npm start -- --data DIRECTORY',
    );
  });
});

/** Deactivates the driver of the driver app, with the engine's URL and operator key that `npm start` has printed. */
async function deactivateRobin(output: string): Promise<void> {
  const [, url = '', key = ''] = /Engine +(\S+)\/health\s+operator key (\S+)/.exec(output)!;
  const operator = httpOperator({ url, key });
  await operator.editDriver('you', { active: false });
  operator.close();
}
