import type { Layout } from '../city/city';
import type { Bench } from '../world/bench';
import { httpLimit, oneCommitAnOrder, textbook } from '../yardsticks/yardsticks';
import { fullLoad } from './full-load';
import type { Finding, Scenario } from './scenario';

export const assignments: Scenario = {
  id: 'S1',
  title: 'Assignments a second',
  async measure(bench) {
    const findings: Finding[] = [];
    for (const layout of ['uniform', 'clustered'] as const) {
      findings.push(...(await inCity(bench, layout)));
    }
    return findings;
  },
};

async function inCity(bench: Bench, layout: Layout): Promise<Finding[]> {
  const { city, connections } = bench.sizes;
  const [y1, y2] = [
    await textbook(bench, 'redis', layout, city, connections),
    await textbook(bench, 'postgres', layout, city, connections),
  ];
  const y3 = await oneCommitAnOrder(bench);
  const y4 = await httpLimit(bench);
  const { perSecond, cpu, waits, byRedis, waiting, toldPerSecond, logged, problems } = await fullLoad(bench, {
    layout,
  });
  const better = Math.max(y1.perSecond, y2.perSecond);
  const finding = { figure: perSecond, unit: '/s', problems: [...problems, ...y1.problems, ...y2.problems] };
  return [
    {
      ...finding,
      what: `${city} drivers, ${layout}`,
      against: { name: y1.perSecond > y2.perSecond ? 'Y1' : 'Y2', figure: better },
      ratio: perSecond / better,
      wanted: { atLeast: 4 },
      notes: [
        `Y1 ${y1.perSecond.toFixed(0)}/s, Y2 ${y2.perSecond.toFixed(0)}/s, Y4 ${y4.toFixed(0)}/s`,
        `CPUs: ${cpu}`,
        `PostgreSQL's sessions: ${waits}`,
        `${(100 * byRedis).toFixed(0)} % of the drivers found by Redis`,
        `events told meanwhile ${toldPerSecond.toFixed(0)}/s`,
        ...logged,
        ...(waiting > 0 ? [`${waiting} orders were left waiting`] : []),
      ],
    },
    {
      ...finding,
      what: `${city} drivers, ${layout}`,
      against: { name: 'Y3', figure: y3 },
      ratio: perSecond / y3,
      wanted: { atLeast: 1 },
      notes: [],
    },
  ];
}
