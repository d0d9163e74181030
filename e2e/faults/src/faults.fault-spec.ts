import { FAULTS } from './faults/catalog';
import { runFault } from './run/run-fault';
import { reportLine } from './run/report-text';
import { startWorld, USUAL_SEED } from './run/suite';
import type { World } from './world/world';

/** One world for all: each fault has a city and ids of its own. */
let world: World;

beforeAll(async () => {
  world = await startWorld('short');
}, 120_000);

afterAll(() => world?.stop(), 60_000);

describe('borne', () => {
  it.each(FAULTS.map((fault) => [`${fault.id} ${fault.title}`, fault] as const))(
    '%s',
    async (_name, fault) => {
      const report = await runFault(world, fault, USUAL_SEED, 'short');
      expect(report.violations).toEqual([]);
      expect(report.requests.ok).toBeGreaterThan(0);
      expect(report.injections.length).toBeGreaterThan(0);
      process.stdout.write(`${reportLine(report)}\n`);
    },
    600_000,
  );
});
