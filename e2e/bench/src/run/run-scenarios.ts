import type { Scenario } from '../scenarios/scenario';
import type { Bench } from '../world/bench';
import type { ScenarioReport } from './table';

/** Runs scenarios one after the other, each with the machine to itself. */
export async function runScenarios(bench: Bench, scenarios: readonly Scenario[]): Promise<ScenarioReport[]> {
  const reports: ScenarioReport[] = [];
  for (const { id, title, measure } of scenarios) {
    bench.log(`${id} ${title}`);
    reports.push({ id, title, findings: await measure(bench) });
  }
  return reports;
}
