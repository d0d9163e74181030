import { FAULTS } from './faults/catalog';
import { runFault } from './run/run-fault';
import { reportLine } from './run/report-text';
import { DEFAULT_SEED, startWorld } from './run/suite';
import type { World } from './world/world';

/** All faults share one world. Each fault has its own city and ids. */
let world: World;

beforeAll(async () => {
  world = await startWorld('short');
}, 120_000);

afterAll(() => world?.stop(), 60_000);

describe('faults', () => {
  it.each(FAULTS.map((fault) => [`${fault.id} ${fault.title}`, fault] as const))(
    '%s',
    async (_name, fault) => {
      const report = await runFault(world, fault, DEFAULT_SEED, 'short');
      expect(report.violations).toEqual([]);
      expect(report.requests.ok).toBeGreaterThan(0);
      expect(report.injections.length).toBeGreaterThan(0);
      process.stdout.write(`${reportLine(report)}\n`);
    },
    600_000,
  );
});
