import type { Scenario } from '../scenarios/scenario';
import type { Bench } from '../world/bench';
import type { CpuProfile, Profiles } from '../world/profiles';
import { runScenarios } from './run-scenarios';

const SHOWN = 25;

/** Runs scenarios, with what they measure under node's profiler. @returns lines: where its time went, in each */
export async function profileScenarios(
  bench: Bench,
  profiles: Profiles,
  scenarios: readonly Scenario[],
): Promise<string[]> {
  const lines: string[] = [];
  for (const scenario of scenarios) {
    await runScenarios(bench, [scenario]);
    lines.push('', `${scenario.id} ${scenario.title}`);
    profiles.take().forEach((profile, name) => lines.push(...selfTimes(name, profile)));
  }
  return lines;
}

function selfTimes(name: string, { nodes, samples, timeDeltas }: CpuProfile): string[] {
  const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const byFunction = new Map<string, number>();
  const byPackage = new Map<string, number>();
  let idle = 0;
  let busy = 0;
  samples.forEach((id, i) => {
    const { name: called, origin } = names.get(id)!;
    const micros = timeDeltas[i]!;
    if (called === '(idle)') {
      idle += micros;
      return;
    }
    busy += micros;
    byFunction.set(`${called}  ${origin}`, (byFunction.get(`${called}  ${origin}`) ?? 0) + micros);
    const owner = origin.split(':')[0]!.replace(/^(node_modules\/(@[^/]+\/)?[^/]+).*/, '$1');
    byPackage.set(owner || called, (byPackage.get(owner || called) ?? 0) + micros);
  });
  const top = (times: Map<string, number>) =>
    [...times]
      .sort(([, a], [, b]) => b - a)
      .slice(0, SHOWN)
      .map(([what, micros]) => `${((100 * micros) / busy).toFixed(1).padStart(5)} %  ${what}`);
  return [
    ...['', `The ${name} was busy for ${((100 * busy) / (busy + idle)).toFixed(0)} % of the time`, ''],
    ...['Of that, by package', ...top(byPackage), ''],
    ...['Of that, by function', ...top(byFunction)],
  ];
}

function nameOf({ functionName, url, lineNumber }: CpuProfile['nodes'][number]['callFrame']) {
  const path = url.replace(/^file:\/\//, '').replace(/^.*?(node_modules|packages|plugins)\//, '$1/');
  return { name: functionName || '(anonymous)', origin: path ? `${path}:${lineNumber + 1}` : '' };
}
