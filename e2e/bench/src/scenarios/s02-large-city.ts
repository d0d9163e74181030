import { fullLoad } from './full-load';
import type { Scenario } from './scenario';

export const largeCity: Scenario = {
  id: 'S2',
  title: 'The same in a large city over a small one',
  async measure(bench) {
    const { small, large } = bench.sizes;
    const few = await fullLoad(bench, { drivers: small });
    const many = await fullLoad(bench, { drivers: large });
    return [
      {
        what: `${large} drivers over ${small}`,
        figure: many.perSecond,
        unit: '/s',
        against: { name: `${small} drivers`, figure: few.perSecond },
        ratio: many.perSecond / few.perSecond,
        wanted: { atLeast: 0.8 },
        notes: [],
        problems: [...few.problems, ...many.problems],
      },
    ];
  },
};
