import { availableParallelism } from 'node:os';
import { measureAssignments, warmUp } from './assignment-rate';
import { fullLoad } from './full-load';
import type { Scenario } from './scenario';

/** Two engines, PostgreSQL, Redis and the load need so many cores to have one to spare. */
const CORES_TO_SPARE = 6;

export const twoEngines: Scenario = {
  id: 'S11',
  title: 'Two engines over one',
  async measure(bench) {
    const { city, connections, seconds } = bench.sizes;
    const one = await fullLoad(bench);
    const fleet = await bench.fleet('uniform', city);
    const two = await bench.withEngines(fleet, { count: 2 }, async (engines) => {
      await warmUp(bench, fleet, engines);
      return measureAssignments(bench, fleet, engines, { connections, seconds });
    });
    const cores = availableParallelism();
    return [
      {
        what: `${city} drivers`,
        figure: two.perSecond,
        unit: '/s',
        against: { name: 'one', figure: one.perSecond },
        ratio: two.perSecond / one.perSecond,
        wanted: { atLeast: 1.7 },
        notes: [
          `CPUs: ${two.cpu}`,
          ...(cores < CORES_TO_SPARE
            ? [
                `${cores} cores: PostgreSQL and the load have none to spare, so a second engine has nothing to run on`,
              ]
            : []),
        ],
        problems: [...one.problems, ...two.problems],
      },
    ];
  },
};
